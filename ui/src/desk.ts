// The only file that calls the core: one function per Tauri command, converting nothing and deciding nothing.
// Every reading and outcome has its shape in generated/types.ts, which the Rust types write.
import { invoke } from '@tauri-apps/api/core'
import { listen } from '@tauri-apps/api/event'
import { language } from './words/language.svelte'
import { sentenceIn } from './words/sentence'
import type {
  AttentionReading, CalendarsReading, CandidatesReading, CatalogueReading, Command, CustomerCard, CustomersReading, DaysOffReading, FindReading,
  HistoryReading, ImportReading, MessagesReading, Outcome, Report, SheetReading, SiteReading, SlotQuery, SlotsReading,
  StatusReading, TeamReading,
} from './generated/types'

/** A command; with its id and the digest of its preview when it applies one. */
export type Line = Command & { digest?: string }

/** The command as it was previewed: under the same id, because new messages and records are named after it. An edit's id is its record's. */
export const applying = (line: Line, { command, digest }: Report): Line => ({ ...line, ...(line.command === 'edit' ? {} : { id: command }), digest })

export const perform = (line: Line) => invoke<Outcome>('perform', { line })
export const preview = (line: Line) => invoke<Outcome>('preview', { line })
/** Several lines one after the other, each on what those before it would leave. */
export const previewAll = (lines: Line[]) => invoke<Outcome[]>('preview_all', { lines })
export const undo = () => invoke<Outcome>('undo')
export const redo = () => invoke<Outcome>('redo')

export const status = () => invoke<StatusReading>('status')
/** A sheet, whole or (`patch`) only the columns and rows that differ from the one given under the mark before. */
export interface SheetNews { mark: number; patch: boolean; gone: string[]; sheet: SheetReading }
export const sheetSince = (date: string, since: number) => invoke<SheetNews>('sheet_since', { date, since })
export const sheet = (date: string) => invoke<SheetReading>('sheet', { date })
export const slots = (query: SlotQuery) => invoke<SlotsReading>('slots', { query })
export const candidates = (appointment: string, seat: number) => invoke<CandidatesReading>('candidates', { appointment, seat })
/** Who could be away on a day without a row more being left. */
export const daysOff = (date: string) => invoke<DaysOffReading>('days_off', { date })
export const attention = () => invoke<AttentionReading>('attention')
export const history = (row: string) => invoke<HistoryReading>('history', { row })
export const find = (text: string) => invoke<FindReading>('find', { text })
export const customers = (text: string) => invoke<CustomersReading>('customers', { text })
export const customer = (id: string) => invoke<CustomerCard>('customer', { id })
export const team = () => invoke<TeamReading>('team')
export const catalogue = () => invoke<CatalogueReading>('catalogue')
export const messages = () => invoke<MessagesReading>('messages')
export const site = () => invoke<SiteReading>('site')

/** Keeps a choice of this desk: language, theme, keys, actor, columns (see StatusReading.desk). */
export const keep = (key: string, value: string) => invoke<void>('keep', { key, value })
/** Reads a customer file; `apply` false is the dry run. */
export const importCustomers = (text: string, apply: boolean) => invoke<ImportReading>('import_customers', { text, apply })
/** Fills an empty book with the sample spa and its day. */
export const sampleDay = () => invoke<void>('sample_day')
/** The sheet as a page to print, the same HTML as `zamu sheet --html`. */
export const printable = (date: string) => invoke<string>('printable', { date })
/** Opens a customer's WhatsApp chat or mail in the system's program: only links the core made. */
export const openLink = (message: string) => invoke<void>('open_link', { message })
/** How large everything is drawn: 1 is as designed. */
export const zoom = (factor: number) => invoke<void>('zoom', { factor })
export const printPage = () => invoke<void>('print_page')

/** Brings this book into an empty shared one; answers with this desk's name there. */
export const shareBook = (text: string) => invoke<string>('share_book', { text })
/** Makes this desk a replica of a shared book; the book that was here is set aside. */
export const joinBook = (text: string) => invoke<string>('join_book', { text })
/** Ends the sharing: the file is this computer's own again. */
export const leaveBook = () => invoke<void>('leave_book')
/** How far a copy has come; `all` is 0 when nobody knows. */
export const onCopying = (run: (progress: { done: number; all: number }) => void) =>
  listen<{ done: number; all: number }>('copying', (e) => run(e.payload))

/** People's calendars elsewhere, and what this desk may do about them. */
export const calendars = () => invoke<CalendarsReading>('calendars')
/** Asks a person for permission in the system's browser; waits for the answer, some minutes at most. `writing`: final names go there. */
export const connectGoogle = (staff: string, writing: boolean) =>
  invoke<{ link: string; account: string; writing_missing: boolean }>('connect_google', { staff, writing })
/** Ends a connection; answers with what could not be taken along. */
export const disconnectCalendar = (link: string) => invoke<{ events: number; permission: boolean }>('disconnect_calendar', { link })
/** Reads and writes everything now. */
export const syncCalendars = () => invoke<{ link: string; why: string | null }[]>('sync_calendars')
/** How Zamu presents itself to Google: the file one downloads there, or its two values. */
export const importGoogleClient = (text: string) => invoke<void>('import_google_client', { text })
export const typeGoogleClient = (clientId: string, secret: string) => invoke<void>('type_google_client', { clientId, secret })
/** Why the book cannot be opened; `backup` is the day of the last backup of a damaged one. */
export interface StuckReading { why: string; swahili: string; book: string; backup: string | null }
export const stuck = () => invoke<StuckReading>('stuck')
export const openAgain = () => invoke<void>('open_again')
/** Puts the last backup in the place of the damaged book, which is set aside, and opens it. */
export const goBack = () => invoke<void>('go_back')

/** What a failed call says, in one sentence of the window's language. */
export const sentence = (failed: unknown): string => sentenceIn(failed, language.locale)

/** The book changed, and to which revision: here, in another program on the same file, or by a job. Null: the desk has something to say. */
export const onChanged = (run: (revision: number | null) => void) => listen<number | null>('changed', (e) => run(e.payload))
/** A notification was clicked: show this attention item. */
export const onOpenItem = (run: (item: string) => void) => listen<string>('open-item', (e) => run(e.payload))
