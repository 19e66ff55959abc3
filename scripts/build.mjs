// `npm run build`: the command's bundle, and every package's JavaScript and types.
import path from "node:path";
import { build, install, pinnedNode, root, run } from "./setup.mjs";

install();
build({ force: true });
const tsc = path.join(root, "node_modules/typescript/bin/tsc");
process.exit(run(pinnedNode() ?? process.execPath, [tsc, "-b"]));
