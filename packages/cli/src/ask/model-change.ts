import path from "node:path";
import type { CommandContext } from "../context.ts";

/** A model's name as it is to be kept: a path must mean the same file from another folder. */
export function modelChange(name: string, { cwd }: Pick<CommandContext, "cwd">): string {
  const isPath = /\.gguf$/i.test(name) && !/^(hf:|https?:\/\/)/i.test(name);
  return isPath ? path.resolve(cwd, name) : name;
}
