// The first moments and the ticking: status, language and theme of this desk, today's sheet; then the core's `changed` events
// and the clock. It goes on as long as the window.
import * as desk from '../desk'
import { sheet } from '../sheet/sheet.svelte'
import { speak } from '../words/language.svelte'
import { changedTo, readRest, readSheet, readStatus } from './act'
import { choice, frame } from './frame.svelte'
import { followKeys } from './keyed'
import { printSheet } from './paper'
import { followSystem, wear } from './theme.svelte'
import { zoomOf, zoomTo } from './zoom'

const MINUTE = 60_000

export function start(): void {
  followSystem()
  followKeys()
  ticking()
  addEventListener('zamu-print', printSheet)
  void begin()
}

async function begin(): Promise<void> {
  await readStatus()
  const { status } = frame
  if (!status) return
  speak(choice(status, 'language', 'en'))
  wear(choice(status, 'theme', 'system'))
  void zoomTo(zoomOf(status))
  sheet.order = orderOf(choice(status, 'columns', '[]'))
  frame.date ||= status.today
  await readRest().catch((error) => { frame.failed = desk.sentence(error) })
  await listening()
}

async function listening(): Promise<void> {
  let pending: ReturnType<typeof setTimeout> | undefined
  await desk.onChanged((revision) => {
    // Several commands in a row are one look.
    clearTimeout(pending)
    pending = setTimeout(() => void changedTo(revision), 60)
  })
  await desk.onOpenItem((item) => {
    frame.view = 'attention'
    frame.panel = null
    frame.focus = item
  })
}

/** Counts the minute on; a new minute may have moved rows from coming to in service, and a new day the sheet. */
function ticking(): void {
  let last = performance.now()
  setInterval(() => {
    const now = performance.now()
    if (!frame.status || now - last < 5_000) return
    const before = Math.floor(frame.now / MINUTE)
    frame.now += now - last
    last = now
    if (Math.floor(frame.now / MINUTE) !== before) void minutePassed()
  }, 5_000)
}

async function minutePassed(): Promise<void> {
  const today = frame.status?.today
  await readStatus()
  if (frame.date === today && frame.status && frame.status.today !== today) frame.date = frame.status.today
  await readSheet()
}

function orderOf(text: string): string[] {
  try {
    const order: unknown = JSON.parse(text)
    return Array.isArray(order) ? order.filter((id): id is string => typeof id === 'string') : []
  } catch {
    return []
  }
}
