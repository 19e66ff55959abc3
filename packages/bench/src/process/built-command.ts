import path from "node:path";

interface SetUp {
  root: string;
  pinnedNode: () => string | undefined;
  /** Returns whether there was something to build; ends the process where it cannot. */
  build: () => boolean;
}

/** The command as people start it: a Node, and the file it is given. */
export interface BuiltCommand {
  node: string;
  script: string;
}

/** The command's bundle, built when it is missing or older than a source, and the pinned Node that runs it. */
export async function builtCommand(say: (line: string) => void): Promise<BuiltCommand> {
  const script = new URL("../../../../scripts/setup.mjs", import.meta.url).href;
  const { root, pinnedNode, build } = (await import(script)) as SetUp;
  if (build()) say("built the command's bundle");
  return {
    node: pinnedNode() ?? process.execPath,
    script: path.join(root, "packages/cli/bin/colloquy.mjs"),
  };
}
