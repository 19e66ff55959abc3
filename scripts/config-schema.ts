// Writes the published schema of the configuration file from the table of settings.
import { writeFileSync } from "node:fs";
import { format, resolveConfig } from "prettier";
import { configSchema } from "../packages/cli/src/config/config-schema.ts";

const file = new URL("../packages/cli/config.schema.json", import.meta.url).pathname;
const options = { ...(await resolveConfig(file)), filepath: file };
writeFileSync(file, await format(JSON.stringify(configSchema()), options));
