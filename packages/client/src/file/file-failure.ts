import { redact } from "@colloquy/core";

/** What a failure of the file system means, by its code. */
const MEANINGS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  EACCES: "permission denied",
  EPERM: "not permitted",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of the path is not a folder",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the quota is used up",
  EMFILE: "too many open files",
};

/** A file-system failure in words, with its code for programs. */
export function fileFailure(cause: unknown): { words: string; code: string | null } {
  const known = typeof cause === "object" && cause !== null && "code" in cause ? cause.code : null;
  const code = typeof known === "string" ? known : null;
  const message = cause instanceof Error ? cause.message : String(cause);
  return { words: MEANINGS[code ?? ""] ?? redact(message), code };
}
