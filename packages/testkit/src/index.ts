// fakes
export { FakeEnvironment } from "./fake-environment.ts";
export { scriptedChunk, type ScriptedChunkFields, stepsOfText } from "./scripted-chunk.ts";
export {
  type Script,
  type ScriptedAnswer,
  type ScriptedCall,
  ScriptedModel,
  type ScriptedStep,
} from "./scripted-model.ts";

// upstream
export type { Expectation, Scenario, ScenarioGroup } from "./upstream/scenario.ts";
export { scenarioGroups } from "./upstream/scenario.ts";
export { both, complete, failed, interrupted } from "./upstream/expect.ts";
export { findScenario, nearestScenario } from "./upstream/find-scenario.ts";
export { Reply } from "./upstream/reply.ts";
export { scenarios } from "./upstream/scenarios/all-scenarios.ts";
export { startUpstream, type Upstream, type UpstreamOptions } from "./upstream/start-upstream.ts";
export { startUpstreamProcess, type UpstreamProcess } from "./upstream/upstream-process.ts";
export type { RecordedRequest, UpstreamRequest } from "./upstream/upstream-request.ts";
export {
  fastSettings,
  humanSettings,
  type UpstreamSettings,
} from "./upstream/upstream-settings.ts";

// fixtures
export { type RecordedReply, recordedReplies } from "./fixtures/recorded-replies.ts";
export { modelList } from "./fixtures/model-list.ts";
export {
  veniceBlankLines,
  veniceBody,
  veniceReply,
  veniceText,
  veniceUsage,
} from "./fixtures/venice-reply.ts";

// contracts
export type { ContractCase } from "./contracts/contract-case.ts";
export type {
  ChatModelCase,
  ChatModelSubject,
  OpenChatModel,
} from "./contracts/chat-model/subject.ts";
export { chatModelContract } from "./contracts/chat-model-contract.ts";
export type { OpenStore, StoreCase } from "./contracts/conversation-store/subject.ts";
export { conversationStoreContract } from "./contracts/conversation-store-contract.ts";
export type { MemoryStoreCase, OpenMemory } from "./contracts/memory-store/subject.ts";
export { memoryStoreContract } from "./contracts/memory-store-contract.ts";

// the store, in memory, and turns to put into one
export { createMemoryStore } from "./memory-store.ts";
export type { TurnInput } from "./store/conversation-fixtures.ts";
export {
  FIXTURE_START,
  fixtureIds,
  fixtureTime,
  turnEnd,
  turnStart,
} from "./store/conversation-fixtures.ts";

// the lab
export { createMemoryExperimentStore } from "./lab/memory-experiment-store.ts";
export {
  answeredSample,
  cellNamed,
  fixtureDesign,
  fixtureFacts,
  plannedFixture,
} from "./lab/experiment-fixtures.ts";
export type {
  ExperimentStoreCase,
  OpenExperimentStore,
} from "./contracts/experiment-store-contract.ts";
export { experimentStoreContract } from "./contracts/experiment-store-contract.ts";
