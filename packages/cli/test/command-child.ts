import { main } from "../src/main.ts";

/** The command as a process of its own, for tests that kill one. */
process.exitCode = await main(process.argv.slice(2));
