import type { Parameters } from "../../chat/request.ts";
import { InvalidInputError } from "../../error/errors.ts";
import { checkParameter } from "../../parameter/check-parameters.ts";
import type { Cell } from "../experiment.ts";
import type { DesignCell, ExperimentDesign, ModelFacts } from "./design.ts";
import { contentId } from "./sample-id.ts";

/** One row of the table before a model is put to it; null unsets a parameter. */
interface Setting {
  label?: string;
  parameters: Parameters;
}

/** Every combination of the swept values, the first parameter varying slowest. */
export function gridSettings(sweep: ExperimentDesign["sweep"] = {}): readonly Parameters[] {
  const entries = Object.entries(sweep);
  if (entries.length === 0) return [];
  return entries.reduce<readonly Parameters[]>(
    (rows, [name, values]) =>
      rows.flatMap((row) => values.map((value) => ({ ...row, [name]: value }))),
    [{}],
  );
}

/**
 * The cells of a design on its models. A parameter that varies is decided in every cell: sent, or listed in
 * `unset`. Each model has its own baseline; when only the model varies, the first model is the baseline.
 */
export function planCells(
  design: ExperimentDesign,
  models: readonly ModelFacts[],
): readonly Cell[] {
  const settings = settingsOf(design);
  const varied = variedNames(settings);
  const cells = models.map((facts) => modelCells(settings, { design, facts, varied }));
  const [first] = cells[0] ?? [];
  const joined = cells.flatMap((own) => {
    const base = own[baselineIndex(design, own)];
    return own.map((cell) => ({
      ...cell,
      baseline_id: base === cell ? null : (base?.id ?? null),
    }));
  });
  return settings.length === 1 && first
    ? joined.map((cell) => ({ ...cell, baseline_id: cell.id === first.id ? null : first.id }))
    : joined;
}

function settingsOf(design: ExperimentDesign): readonly Setting[] {
  const given: readonly Setting[] = [
    ...gridSettings(design.sweep).map((parameters) => ({ parameters })),
    ...(design.cells ?? []),
  ];
  checkValues([{ parameters: design.parameters }, ...given]);
  if (design.baseline !== undefined && given.length > 0) return given;
  const present = variedNames(given).every((name) => name in design.parameters)
    ? "present settings"
    : "unset";
  const names = new Set(given.flatMap(({ parameters }) => Object.keys(parameters)));
  const isPresent = ({ parameters }: Setting): boolean =>
    [...names].every((name) => same(parameters[name], design.parameters[name], name in parameters));
  const at = given.findIndex(isPresent);
  return at < 0
    ? [{ label: given.length === 0 ? "present settings" : present, parameters: {} }, ...given]
    : [...given.slice(at, at + 1), ...given.slice(0, at), ...given.slice(at + 1)];
}

/** A cell that does not mention a parameter has the present value. */
function same(value: unknown, present: unknown, mentioned: boolean): boolean {
  if (!mentioned) return true;
  return contentId(value ?? null) === contentId(present ?? null);
}

function checkValues(settings: readonly Setting[]): void {
  for (const { parameters } of settings) {
    for (const [name, value] of Object.entries(parameters)) {
      const wrong = value === null ? undefined : checkParameter(name, value);
      if (wrong) throw new InvalidInputError(wrong);
    }
  }
}

function variedNames(settings: readonly Setting[]): readonly string[] {
  return [...new Set(settings.flatMap(({ parameters }) => Object.keys(parameters)))];
}

function modelCells(
  settings: readonly Setting[],
  given: { design: ExperimentDesign; facts: ModelFacts; varied: readonly string[] },
): readonly Cell[] {
  const cells = settings.map((setting) => cellOf(setting, given));
  const distinct = cells.filter(
    (cell, index) => cells.findIndex(({ id }) => id === cell.id) === index,
  );
  return distinct.map((cell) => derivedFrom(cell, distinct, given.facts));
}

function cellOf(
  setting: Setting,
  {
    design,
    facts,
    varied,
  }: { design: ExperimentDesign; facts: ModelFacts; varied: readonly string[] },
): Cell {
  const wanted: Record<string, unknown> = { ...design.parameters, ...setting.parameters };
  const unset = varied.filter((name) => wanted[name] === undefined || wanted[name] === null);
  const sent = Object.entries({ ...wanted, ...explicitFor(facts, wanted) }).filter(
    ([, value]) => value !== null && value !== undefined,
  );
  const parameters = Object.fromEntries(sent);
  const severalModels = design.models.length > 1;
  const label = setting.label ?? labelOf(varied, wanted);
  return {
    id: contentId({ model: facts.model, parameters, routing: facts.routing ?? null }),
    label: severalModels ? `${facts.model} · ${label}` : label,
    model: facts.model,
    parameters,
    unset,
    ...(facts.routing ? { routing: facts.routing } : {}),
    baseline_id: null,
  };
}

/** The embedded model's defaults, for what the cell leaves open. */
function explicitFor({ explicit = {} }: ModelFacts, wanted: Parameters): Parameters {
  return Object.fromEntries(
    Object.entries(explicit).filter(
      ([name]) => wanted[name] === undefined || wanted[name] === null,
    ),
  );
}

function labelOf(varied: readonly string[], wanted: Parameters): string {
  const parts = varied.map((name) => `${name}=${textOfValue(wanted[name])}`);
  return parts.length === 0 ? "present settings" : parts.join(" ");
}

function textOfValue(value: unknown): string {
  if (value === undefined || value === null) return "unset";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** A smaller `max_tokens` is a prefix of the same sample, where the answer tells its tokens. */
function derivedFrom(cell: Cell, cells: readonly Cell[], facts: ModelFacts): Cell {
  if (facts.reasoning || !facts.tells_tokens) return cell;
  const cap = capOf(cell);
  const rest = contentId({ ...cell.parameters, max_tokens: null });
  const source = cells
    .filter((other) => contentId({ ...other.parameters, max_tokens: null }) === rest)
    .toSorted((a, b) => capOf(b) - capOf(a))[0];
  return source && source !== cell && capOf(source) > cap
    ? { ...cell, derived_from: { cell_id: source.id, max_tokens: cap } }
    : cell;
}

const capOf = ({ parameters }: Cell): number =>
  typeof parameters["max_tokens"] === "number" ? parameters["max_tokens"] : Infinity;

function baselineIndex({ baseline }: ExperimentDesign, cells: readonly Cell[]): number {
  if (baseline === undefined || baseline === "first") return 0;
  const found = cells.findIndex(
    ({ id, label }) => id === baseline || label === baseline || label.endsWith(` · ${baseline}`),
  );
  if (found >= 0) return found;
  const allowed = cells.map(({ label }) => label).join(", ");
  throw new InvalidInputError({
    message: `no cell ${JSON.stringify(baseline)} to compare with`,
    remedy: `Name one of ${allowed}.`,
    details: { field: "baseline", given: baseline, allowed },
  });
}

/** A preset as a cell. */
export function presetCell(preset: { name: string; parameters: Parameters }): DesignCell {
  return { label: preset.name, parameters: preset.parameters };
}
