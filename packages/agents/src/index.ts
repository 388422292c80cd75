/**
 * Agents, models and tools.
 *
 * @module
 */
export type { AssistantPart, Message, ToolCall, ToolResult, UserPart } from './model/message.ts';
export type { CallHooks, Finish, Model, ModelReply, ModelRequest, ToolDescription, Usage } from './model/model.ts';
export { ModelError } from './model/model-error.ts';
export type { ModelFailure } from './model/model-error.ts';
export { ModelReferenceError } from './model/model-reference-error.ts';
export { PriceList } from './model/price/price-list.ts';
export type { PricedUsage } from './model/price/price-list.ts';
export { usualPrices } from './model/price/price-table.ts';
export type { ModelPrice, PriceTable } from './model/price/price-table.ts';
export { PriceTableError } from './model/price/price-table-error.ts';
export { checkPrices, readPrices } from './model/price/read-prices.ts';
export type { Tool } from './tool/tool.ts';
export { defaultAgentLimits } from './agent/agent.ts';
export type { Agent, AgentLimits } from './agent/agent.ts';
export { coordinator } from './agent/ready/coordinator.ts';
export { delegateFunction } from './agent/delegate.ts';
export { adviceFunction } from './agent/escalate.ts';
export { contextFunctions } from './memory/context-functions.ts';
export type { ContextDoor } from './memory/context-functions.ts';
export { messageFunctions } from './memory/message-functions.ts';
export type { MessageSurroundings } from './memory/message-functions.ts';
export { agentFunction } from './agent/agent-function.ts';
export type { AgentSurroundings } from './agent/agent-function.ts';
export type { AgentResult, HandOff, Spent, StopReason } from './agent/loop/conversation.ts';
export { Router } from './router/router.ts';
export type { ModelPreference, RouterOptions } from './router/router.ts';
export type { AgentChoice, AgentWish } from './router/choose-agent.ts';
export { TrackRecord } from './router/track-record.ts';
export type { MissionEnd, Standing } from './router/track-record.ts';
export { MissionBook } from './scorecard/mission-book.ts';
export type { MissionAssignment, MissionRow } from './scorecard/mission-book.ts';
export { scorecardOf, standingOf } from './scorecard/scorecard.ts';
export type { AgentStanding, Scorecard } from './scorecard/scorecard.ts';
export { checkAgent } from './agent/check-agent.ts';
export type { AgentCheck, AgentHealth } from './agent/check-agent.ts';
export { Roster } from './agent/roster.ts';
export type { AgentDefinition } from './agent/roster.ts';
export { AgentRegistrationError } from './agent/agent-registration-error.ts';
export { a2aTools } from './tool/discovery/a2a-tools.ts';
export { toolName } from './tool/discovery/discovered-tool.ts';
export type { DiscoveredTool } from './tool/discovery/discovered-tool.ts';
export { mcpTools } from './tool/discovery/mcp-tools.ts';
export { openapiTools } from './tool/discovery/openapi-tools.ts';
export { toolOf } from './tool/tool-definition.ts';
export type { ToolDefinition } from './tool/tool-definition.ts';
export { modelWriter } from './writer/model-writer.ts';
export type { WriterSurroundings } from './writer/model-writer.ts';
export type { Reading, Writer, WritingOrder, WritingOutcome } from './writer/writer.ts';
export { readyAgents } from './agent/ready/ready-agents.ts';
export { readAgent, readAgentFile, readAgents } from './agent/read-agents.ts';
export type { AgentFile } from './agent/read-agents.ts';
