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
export type { Tool } from './tool/tool.ts';
export { defaultAgentLimits } from './agent/agent.ts';
export type { Agent, AgentLimits } from './agent/agent.ts';
export { agentFunction } from './agent/agent-function.ts';
export type { AgentSurroundings } from './agent/agent-function.ts';
export type { AgentResult, HandOff, Spent, StopReason } from './agent/loop/conversation.ts';
export { Roster } from './agent/roster.ts';
export type { AgentDefinition } from './agent/roster.ts';
export { AgentRegistrationError } from './agent/agent-registration-error.ts';
export { amortise } from './tool/finance/amortise.ts';
export type { Amortisation, Loan, Payment } from './tool/finance/amortise.ts';
export { forecastCashFlow } from './tool/finance/cash-flow.ts';
export type { CashFlowForecast, ForecastMonth, MonthOfMoney } from './tool/finance/cash-flow.ts';
export { cautiousMarkets, retirementOutlook } from './tool/finance/retirement.ts';
export type {
  MarketAssumptions,
  OutlookOptions,
  RetirementOutlook,
  RetirementPlan,
} from './tool/finance/retirement.ts';
export { SearchIndex } from './tool/text/search-index.ts';
export type { SearchDocument, SearchHit } from './tool/text/search-index.ts';
export { keySentences } from './tool/text/summarise.ts';
export type { KeySentence } from './tool/text/summarise.ts';
export { termsIn, wordsOf } from './tool/text/words.ts';
export type { Word } from './tool/text/words.ts';
export { findContacts, readContacts } from './connector/contacts/contacts.ts';
export type { AddressBook, Contact, ContactMatch } from './connector/contacts/contacts.ts';
export { addEvent } from './connector/calendar/add-event.ts';
export type { NewEvent } from './connector/calendar/add-event.ts';
export { freeSlots } from './connector/calendar/free-slots.ts';
export type { SlotWish, WorkingHours } from './connector/calendar/free-slots.ts';
export { occurrencesIn } from './connector/calendar/read-calendar.ts';
export type { Occurrence, Span } from './connector/calendar/read-calendar.ts';
export { monthsOf, readLedger } from './connector/ledger/ledger.ts';
export type { Ledger, LedgerEntry } from './connector/ledger/ledger.ts';
export { draftMail } from './connector/mail/draft-mail.ts';
export type { MailDraft } from './connector/mail/draft-mail.ts';
export { readMail } from './connector/mail/read-mail.ts';
export type { ReadMail } from './connector/mail/read-mail.ts';
export { documentKind, readDocument } from './connector/workspace/read-document.ts';
export type { ReadableDocument } from './connector/workspace/read-document.ts';
export { Workspace } from './connector/workspace/workspace.ts';
export type { WorkspaceFile } from './connector/workspace/workspace.ts';
export { WorkspaceError } from './connector/workspace/workspace-error.ts';
