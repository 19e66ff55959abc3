import { InvalidInputError, nearestName, POLICIES, type PolicyName } from "@colloquy/core";

/** A policy by name, as a person gave it. Throws `InvalidInputError` with the nearest. */
export function readPolicy(given: string): PolicyName {
  const found = POLICIES.find((name) => name === given);
  if (found) return found;
  const nearest = nearestName(given, POLICIES);
  throw new InvalidInputError({
    message: `policy ${JSON.stringify(given)}: not known${nearest ? `; did you mean ${nearest}?` : ""}`,
    remedy: `Use ${POLICIES.join(", ")}; \`colloquy context policies\` tells what each does.`,
    details: { field: "policy", given, allowed: POLICIES },
  });
}
