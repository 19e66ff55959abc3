import { InvalidInputError, presetCell, readParameterValue, type DesignCell } from "@colloquy/core";
import type { ConfigFile } from "../config/config-file.ts";
import { findPreset } from "../parameters/find-preset.ts";

/** Reads `cool: temperature=.2 top_p=.9`: a label, which may be left out, and assignments. */
export function readCell(text: string): DesignCell {
  const [, label, rest = text] = /^\s*([^:=]+):\s+(.*)$/s.exec(text) ?? [];
  const parts = rest.trim().split(/\s+(?=[A-Za-z_][\w.]*=)/);
  const parameters = Object.fromEntries(
    parts.map((part): [string, unknown] => {
      const at = part.indexOf("=");
      if (at < 1) throw notACell(text);
      const [name, value] = [part.slice(0, at), part.slice(at + 1)];
      return [name, value === "unset" ? null : readParameterValue(name, value)];
    }),
  );
  return { ...(label !== undefined && { label: label.trim() }), parameters };
}

/** The presets named in `a,b`, each as a cell. */
export function readPresetCells(
  lists: readonly string[],
  file: Pick<ConfigFile, "presets">,
): readonly DesignCell[] {
  const names = lists.flatMap((list) => list.split(",")).map((name) => name.trim());
  return names.map((name) => presetCell(findPreset(name, file)));
}

function notACell(given: string): InvalidInputError {
  return new InvalidInputError({
    message: `--cell ${JSON.stringify(given)}: no assignments`,
    remedy: "For example --cell 'cool: temperature=.2 top_p=.9'.",
    details: { field: "cell", given, allowed: "[LABEL:] KEY=VALUE [KEY=VALUE …]" },
  });
}
