// chat
export type { ChatMessage, ContentPart, Role, ToolCall } from "./chat/message.ts";
export { textOf } from "./chat/message.ts";
export type {
  ChatCompletion,
  ChatCompletionChunk,
  Choice,
  ChunkChoice,
  ContentLogprob,
  Logprobs,
  MessageDelta,
  TokenLogprob,
  ToolCallDelta,
  WireError,
} from "./chat/completion.ts";
export type { ChatRequest, Parameters } from "./chat/request.ts";
export type { ChatModel, ModelProgress, StreamOptions } from "./chat/chat-model.ts";
export type { DatedModel, Model, ModelCatalog, ModelPricing } from "./chat/model-catalog.ts";
export { accumulate, collect } from "./chat/accumulate.ts";
export { bringsAnswer } from "./chat/brings-answer.ts";
export { CompletionAccumulator } from "./chat/completion-accumulator.ts";
export { completionChunk } from "./chat/completion-chunk.ts";
export { readChunk } from "./chat/read-chunk.ts";
export { readCompletion, readMessage } from "./chat/read-completion.ts";

// error
export type { ErrorKind, ErrorRecord } from "./error/error-record.ts";
export {
  AbortedError,
  ApiError,
  ColloquyError,
  ConnectionError,
  errorRecord,
  InterruptedError,
  InvalidInputError,
  ModelFileError,
  ProtocolError,
  StoreError,
  TimeoutError,
} from "./error/errors.ts";
export type { ErrorGuide, ErrorTopicKind } from "./error/error-guide.ts";
export { errorExplanation } from "./error/error-guide.ts";
export { ERROR_TABLE, errorGuide, statusGuide } from "./error/error-table.ts";
export type { WireErrorContext } from "./error/read-wire-error.ts";
export { readWireError } from "./error/read-wire-error.ts";
export { REDACTED, redact, redactValue } from "./error/redact.ts";

// json
export { formatJson } from "./json/format-json.ts";
export { parseJson } from "./json/parse-json.ts";

// parameter
export type {
  ParameterEngine,
  ParameterGroup,
  ParameterSpec,
  ParameterType,
} from "./parameter/parameter-spec.ts";
export { parameterSpec, parameterTable } from "./parameter/parameter-table.ts";
export { parameterExplanation } from "./parameter/parameter-explanation.ts";
export type { CheckOptions } from "./parameter/check-parameters.ts";
export {
  checkParameter,
  checkParameters,
  nearestParameter,
  requireParameters,
} from "./parameter/check-parameters.ts";
export { describeType, describeValue } from "./parameter/describe-type.ts";
export { nearestName } from "./parameter/nearest-name.ts";
export { readParameterValue } from "./parameter/read-parameter-value.ts";
export type { Preset } from "./parameter/presets.ts";
export { presets } from "./parameter/presets.ts";
export type { FinishReasonGuide } from "./parameter/response/finish-reasons.ts";
export { finishReasonExplanation, finishReasonTable } from "./parameter/response/finish-reasons.ts";
export type { ResponseFieldGroup, ResponseFieldSpec } from "./parameter/response/response-field.ts";
export { responseFieldExplanation } from "./parameter/response/response-field.ts";
export { responseFieldTable } from "./parameter/response/response-field-table.ts";

// conversation
export type {
  AnswerRecord,
  ConversationRecord,
  MessageRecord,
  StoredState,
  Timing,
} from "./conversation/message-record.ts";
export { HEARTBEAT_FRESH_MS, shownState } from "./conversation/message-record.ts";
export type { ConversationTree } from "./conversation/conversation-tree.ts";
export {
  appendMessage,
  branchAt,
  editMessage,
  emptyTree,
} from "./conversation/conversation-tree.ts";
export { leavesOf, pathTo, siblingsOf } from "./conversation/tree-path.ts";
export { attachPoint } from "./conversation/attach-point.ts";
export { oldestFirst } from "./conversation/oldest-first.ts";
export { checkParent, checkTurnStart } from "./conversation/check-turn.ts";
export type { ExportMerge } from "./conversation/merge-export.ts";
export { mergeExport } from "./conversation/merge-export.ts";
export type { SearchTerm } from "./conversation/search-query.ts";
export { parseSearchQuery } from "./conversation/search-query.ts";
export type { FoundPlace, SearchPlace } from "./conversation/search-snippet.ts";
export { findPlace } from "./conversation/search-snippet.ts";
export { sameJson } from "./conversation/same-json.ts";
export type { StoreErrorCode } from "./conversation/store-failure.ts";
export { storeFailure } from "./conversation/store-failure.ts";
export type {
  ConversationExport,
  ConversationStore,
  ImportResult,
  ListOptions,
  SearchHit,
  SearchOptions,
  TurnEnd,
  TurnStart,
} from "./conversation/conversation-store.ts";

// memory
export type { Budget, BudgetInput } from "./memory/budget.ts";
export { budgetOf } from "./memory/budget.ts";
export type {
  ContextPlan,
  CostRange,
  MessageFate,
  PlanResult,
  PlanRun,
  PlanSummary,
  PlanTokens,
  RecalledBlock,
  SendResult,
  SummarisePlan,
} from "./memory/context-plan.ts";
export type { Correction } from "./memory/correction.ts";
export { corrected, correctedBy, learned, learnedAll } from "./memory/correction.ts";
export type {
  FreshMemory,
  MarkRecord,
  MemoryStore,
  ModelLessons,
  StoredSummary,
} from "./memory/memory-store.ts";
export type { Forecast, ForecastRow } from "./memory/forecast.ts";
export { forecast } from "./memory/forecast.ts";
export { MessageCounts } from "./memory/message-counts.ts";
export { plan } from "./memory/plan.ts";
export { planPath } from "./memory/plan-path.ts";
export type {
  Marks,
  NewMessage,
  PlanInput,
  PolicyName,
  PolicyOptions,
  SummaryRecord,
} from "./memory/plan-input.ts";
export { DEFAULT_POLICY, POLICIES } from "./memory/plan-input.ts";
export type { PriceRatios, Prices } from "./memory/prices.ts";
export { priceRatios, pricesOf, UNKNOWN_PRICES } from "./memory/prices.ts";
export type { MessageTerms } from "./memory/recall/message-terms.ts";
export { termsOf, TERMS_VERSION } from "./memory/recall/message-terms.ts";
export type { Recalled, RecallInput } from "./memory/recall/recall.ts";
export { recall, similarMessages } from "./memory/recall/recall.ts";
export type { RecallConstants } from "./memory/recall/recall-constants.ts";
export { RECALL_CONSTANTS } from "./memory/recall/recall-constants.ts";
export { RecallIndex } from "./memory/recall/recall-index.ts";
export type { PlannedMessage } from "./memory/plan-view.ts";
export { planView } from "./memory/plan-view.ts";
export type { RebuildInput, RebuiltRequest } from "./memory/rebuild-request.ts";
export { rebuildRequest } from "./memory/rebuild-request.ts";
export type { ReplayOptions, ReplaySettings } from "./memory/replay.ts";
export { replay, USUAL_CACHE_LIFETIME_MS } from "./memory/replay.ts";
export type { ReplayRow } from "./memory/replay-sums.ts";
export type { RequestFields } from "./memory/request-with.ts";
export { requestWith } from "./memory/request-with.ts";
export type { SilentTruncation } from "./memory/served-window.ts";
export { servedWindow, silentTruncation, windowInError } from "./memory/served-window.ts";
export { sha256 } from "./memory/sha256.ts";
export type { PinSuggestion } from "./memory/suggest-pins.ts";
export { suggestPins } from "./memory/suggest-pins.ts";
export type { TemplateTokens, Tokenizer } from "./memory/tokenizer.ts";
export { countPrompt } from "./memory/tokenizer.ts";

// usage
export type { Usage } from "./usage/usage.ts";
export type { UsageCounts } from "./usage/usage-counts.ts";
export { usageCounts } from "./usage/usage-counts.ts";
export { costOf } from "./usage/cost-of.ts";
export type { Ledger, LedgerEntry, LedgerGrouping, LedgerRow } from "./usage/ledger.ts";

// turn
export type { Environment } from "./turn/environment.ts";
export type { TurnEvent } from "./turn/turn-event.ts";
export type { SettingChanges, TurnAct, TurnInput, TurnSettings } from "./turn/turn-input.ts";
export type {
  Every,
  NeededSummary,
  PlannedTurn,
  PlanTurn,
  TurnModel,
  TurnPorts,
} from "./turn/turn-ports.ts";
export { conversationTitle } from "./turn/conversation-title.ts";
export type { Ending, Judgement } from "./turn/judge-ending.ts";
export { hasAnswer, judgeEnding } from "./turn/judge-ending.ts";
export { planEverything } from "./turn/plan-everything.ts";
export { runTurn } from "./turn/run-turn.ts";
export { pathForNext } from "./turn/turn-place.ts";
export { turnSettings } from "./turn/turn-settings.ts";

// sampling
export type {
  NextTokenLogits,
  TokenContext,
  TokenModel,
  TokenScore,
} from "./sampling/token-model.ts";
export type { Candidates } from "./sampling/candidates.ts";
export { candidatesFromLogits } from "./sampling/candidates.ts";
export type { EngineName, EngineOrder } from "./sampling/order.ts";
export { engineOrders } from "./sampling/order.ts";
export type { SamplingContext, Stage, StageName } from "./sampling/stages/stage.ts";
export type { Chain, ChainOptions, ChainStep } from "./sampling/chain.ts";
export { applyChain, chain, chainSteps, engineOrder } from "./sampling/chain.ts";
export { expectedDistribution } from "./sampling/expected-distribution.ts";
export type { TokenProbability } from "./sampling/probabilities.ts";
export {
  denseProbabilities,
  entropy,
  entropyOf,
  logSumExp,
  mostProbable,
  probabilities,
  totalVariation,
} from "./sampling/probabilities.ts";
export type { BoundedDistribution } from "./sampling/bounded-chain.ts";
export { boundedChain, whyNotBounded } from "./sampling/bounded-chain.ts";
export type { Bounds, PartialDistribution } from "./sampling/partial-distribution.ts";
export {
  entropyBounds,
  partialDistribution,
  partialFromAnswer,
  unseenPowerSum,
} from "./sampling/partial-distribution.ts";
export { drawToken } from "./sampling/draw.ts";
export type { Random } from "./sampling/random.ts";
export { randomFrom, shuffled } from "./sampling/random.ts";

// lab
export { studentQuantile } from "./lab/statistics/special-functions.ts";
export { EXPERIMENT_VERSION } from "./lab/experiment.ts";
export type {
  Cell,
  Check,
  Experiment,
  ExperimentModel,
  ExperimentPrompt,
  Goal,
  Look,
  MetricRequest,
  RaceDesign,
  UnsetMeaning,
} from "./lab/experiment.ts";
export type { FailureCause, SamplePhase, SamplePlan, SampleResult } from "./lab/sample.ts";
export type {
  ClaimOptions,
  ExperimentData,
  ExperimentStore,
  ExperimentSummary,
} from "./lab/experiment-store.ts";
export { readExperimentData } from "./lab/read-experiment-data.ts";
export type { Interval } from "./lab/statistics/interval.ts";
export { wilson } from "./lab/statistics/wilson.ts";
export { holm } from "./lab/statistics/holm.ts";
export {
  detectableRateDifference,
  samplesForMeans,
  samplesForRates,
} from "./lab/statistics/power.ts";
export type { Duration } from "./lab/statistics/kaplan-meier.ts";
export type { Scope } from "./lab/kinds/kind.ts";
export { PROMPTS_FOR_SCOPE } from "./lab/kinds/kind.ts";
export type { CodeLanguage, MetricTools, TokenTruth } from "./lab/metrics/measure.ts";
export type { CellEstimate } from "./lab/metrics/measured-metric.ts";
export type { MetricSpec } from "./lab/metrics/metric-table.ts";
export { metricTable } from "./lab/metrics/metric-table.ts";
export {
  metricRow,
  parseMetric,
  parseMetrics,
  requestNamed,
} from "./lab/metrics/metric-request.ts";
export type { Detokenize, Observation, PromptObservations } from "./lab/metrics/observation.ts";
export { observationsOf, prefixOf } from "./lab/metrics/observation.ts";
export type { Failures } from "./lab/inference/failures.ts";
export type { CheckResult } from "./lab/inference/check.ts";
export { checkExitCode, parseCheck, samplesToPass } from "./lab/inference/check.ts";
export type { Verdict, VerdictKind } from "./lab/inference/verdict.ts";
export type { Analysis, AnalysisOptions, CellResult } from "./lab/inference/analysis.ts";
export { ALPHA, analyse, isDeterministic, MAX_LOOKS } from "./lab/inference/analysis.ts";
export type {
  DesignCell,
  DesignPrompt,
  ExperimentDesign,
  ModelFacts,
  RaceRequest,
  SweptValue,
} from "./lab/design/design.ts";
export { contentId, sampleId, seedOf } from "./lab/design/sample-id.ts";
export { presetCell } from "./lab/design/cells.ts";
export type { PlannedExperiment, PlanOptions } from "./lab/design/plan-experiment.ts";
export { planExperiment } from "./lab/design/plan-experiment.ts";
export { planExtension } from "./lab/design/extend-experiment.ts";
export type { EstimateOptions, ExperimentEstimate } from "./lab/design/estimate-experiment.ts";
export { estimateExperiment } from "./lab/design/estimate-experiment.ts";
export { experimentFileSchema } from "./lab/design/experiment-file-schema.ts";
export {
  DEFAULT_SAMPLES,
  parseGoal,
  readExperimentFile,
} from "./lab/design/read-experiment-file.ts";
export { parseSweep } from "./lab/design/parse-sweep.ts";
export type { EntropyCurve, TurningPoint } from "./lab/recommend/entropy-turning-point.ts";
export { entropyTurningPoint } from "./lab/recommend/entropy-turning-point.ts";
export type { RaceStep } from "./lab/race/next-race-step.ts";
export { nextRaceStep } from "./lab/race/next-race-step.ts";
export type { RunOptions, RunPorts } from "./lab/run/run-ports.ts";
export type { ExperimentEvent } from "./lab/run/run-experiment.ts";
export { runExperiment } from "./lab/run/run-experiment.ts";
export { sampleRequest } from "./lab/run/sample-request.ts";
export type {
  ProbeAnswer,
  ProbeCall,
  ProbeFinding,
  ProbeLabel,
  ProbeOutcome,
  ProbeResult,
} from "./lab/probe/probe.ts";
export { probeCases } from "./lab/probe/probe-cases.ts";
export { casesOf, probeDesign } from "./lab/probe/probe-design.ts";
export { LARGEST_UNSEEN } from "./lab/probe/probe-finding.ts";
export { probeLabels } from "./lab/probe/probe-labels.ts";
