import { guides } from "./error-guide.ts";
import type { ErrorGuide } from "./error-guide.ts";
import { CONTENT_ERROR_TYPES } from "./content-error-types.ts";
import { SERVICE_ERROR_TYPES } from "./service-error-types.ts";

/** Every `error_type` that the contract names. */
export const ERROR_TYPE_GUIDES: readonly ErrorGuide[] = guides("error_type", {
  ...CONTENT_ERROR_TYPES,
  ...SERVICE_ERROR_TYPES,
});
