import { loadBinding } from "./binding.ts";

/** The version of the engine that runs models here, loaded to be sure that it does. Throws `ModelFileError`. */
export async function engineVersion(): Promise<string> {
  const { llama, version } = await loadBinding(1);
  await llama.dispose();
  return version;
}
