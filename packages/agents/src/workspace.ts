/**
 * What can be done in a folder without any model: documents, people, meetings, mail, money.
 *
 * @module
 */
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
export { usTaxTable } from './tool/finance/tax-table.ts';
export type { Filing, TaxBracket, TaxTable } from './tool/finance/tax-table.ts';
export { taxesOf } from './tool/finance/us-taxes.ts';
export type { TaxedYear, Taxes } from './tool/finance/us-taxes.ts';
export { SearchIndex } from './tool/text/search-index.ts';
export type { SearchDocument, SearchHit } from './tool/text/search-index.ts';
export { analyseDocuments } from './tool/text/analyse.ts';
export type { ActionItem, AnalysedDocument, DocumentAnalysis, Finding } from './tool/text/analyse.ts';
export { keySentences } from './tool/text/summarise.ts';
export type { KeySentence } from './tool/text/summarise.ts';
export { termsIn, wordsOf } from './tool/text/words.ts';
export type { Word } from './tool/text/words.ts';
export { findContacts, readContacts } from './connector/contacts/contacts.ts';
export type { AddressBook, Contact, ContactMatch } from './connector/contacts/contacts.ts';
export { addEvent } from './connector/calendar/add-event.ts';
export type { NewEvent } from './connector/calendar/add-event.ts';
export { freeSlots } from './connector/calendar/free-slots.ts';
export type { Busy, SlotWish, WorkingHours } from './connector/calendar/free-slots.ts';
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
export type { FoundFile, OpenedFile } from './connector/workspace/opened-file.ts';
export { WorkspaceError } from './connector/workspace/workspace-error.ts';
export type { Owner } from './connector/workspace/people-functions.ts';
export { readWorkspaceSettings } from './connector/workspace/settings.ts';
export type { WorkspaceSettings } from './connector/workspace/settings.ts';
export { workspaceFunctions } from './connector/workspace/workspace-functions.ts';
export { barChart } from './tool/report/bar-chart.ts';
export type { BarChart } from './tool/report/bar-chart.ts';
export { timesIn } from './tool/text/dates.ts';
export type { ReadingTime, WrittenTime } from './tool/text/dates.ts';
