/** The model hub's address of a file; `HF_ENDPOINT` names a mirror. */
export function hubUrl(
  repository: string,
  file: string,
  env: Readonly<Record<string, string | undefined>>,
): string {
  const endpoint = (env["HF_ENDPOINT"] || "https://huggingface.co").replace(/\/+$/, "");
  const encoded = file.split("/").map(encodeURIComponent).join("/");
  return `${endpoint}/${repository}/resolve/main/${encoded}`;
}

/** What the hub wants to see for a gated file: `HF_TOKEN`, when set. */
export function hubHeaders(
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  return env["HF_TOKEN"] ? { authorization: `Bearer ${env["HF_TOKEN"]}` } : {};
}
