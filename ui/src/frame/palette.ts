// What the palette offers by name. Each entry is one of the ways the window already has; the palette only finds them.
import { m } from '../paraglide/messages'
import { book } from '../sheet/do'
import { toggleMode } from '../sheet/menus'
import { sheet } from '../sheet/sheet.svelte'
import { doAgain, goTo, keep, takeBack } from './act'
import { frame, type View } from './frame.svelte'
import { printSheet } from './paper'
import { theme, wear } from './theme.svelte'

export interface PaletteEntry {
  label: string
  icon: string
  key?: string
  words?: string[]
  run: () => void
}

const view = (name: View, label: string): PaletteEntry => ({ label: m.go_to({ view: label }), icon: name, run: () => { frame.view = name; frame.panel = null } })

export function paletteEntries(people: { id: string; name: string }[]): PaletteEntry[] {
  const { status } = frame
  return [
    { label: m.new_booking(), icon: 'plus', key: 'N', words: ['book'], run: () => book() },
    { label: m.walk_in(), icon: 'walkin', key: 'W', words: ['free now'], run: () => book({ walkIn: true, ...(status ? { date: status.today } : {}) }) },
    { label: m.find_hint(), icon: 'find', key: '/', run: () => { frame.open = 'find' } },
    { label: m.bring_in_temp(), icon: 'userplus', key: 'B', words: ['temp'], run: () => { frame.view = 'sheet'; frame.panel = { kind: 'temp' } } },
    { label: m.allocate_tomorrow(), icon: 'scale', key: 'L', run: () => allocate(status?.tomorrow ?? frame.date) },
    { label: m.days_off_tomorrow(), icon: 'off', words: ['day off', 'smallest team'], run: () => daysOff(status?.tomorrow ?? frame.date) },
    ...people.map((person) => ({ label: m.absence_of({ name: person.name }), icon: 'off', words: ['absence', 'absent', 'sick'], run: () => { frame.view = 'sheet'; frame.panel = { kind: 'absence' as const, staff: person.id, from: frame.date, until: frame.date } } })),
    { label: m.undo_named({ what: status?.undo ?? '' }).trim(), icon: 'undo', key: 'Ctrl Z', run: () => void takeBack() },
    { label: m.redo_named({ what: status?.redo ?? '' }).trim(), icon: 'redo', key: 'Ctrl ⇧ Z', run: () => void doAgain() },
    { label: m.print_sheet(), icon: 'printer', key: 'Ctrl P', run: () => void printSheet() },
    { label: sheet.mode === 'people' ? m.show_rooms() : m.show_people(), icon: 'room', key: 'R', run: toggleMode },
    { label: m.go_to({ view: m.today() }), icon: 'calendar', key: 'G', run: () => { if (status) goTo(status.today) } },
    { label: m.go_to({ view: m.tomorrow() }), icon: 'calendar', run: () => { if (status) goTo(status.tomorrow) } },
    view('sheet', m.sheet()), view('attention', m.attention()), view('team', m.team()), view('services', m.services()), view('customers', m.customers()),
    view('messages', m.messages()), view('settings', m.settings()),
    { label: theme.shown === 'dark' ? m.light() : m.dark(), icon: theme.shown === 'dark' ? 'sun' : 'moon', words: ['theme'], run: () => change(theme.shown === 'dark' ? 'light' : 'dark') },
    { label: m.keys(), icon: 'keyboard', key: '?', run: () => { frame.open = 'keys' } },
  ]
}

function allocate(date: string): void {
  frame.view = 'sheet'
  goTo(date)
  frame.panel = { kind: 'allocate', date }
}

function daysOff(date: string): void {
  frame.view = 'sheet'
  goTo(date)
  frame.panel = { kind: 'daysOff', date }
}

function change(chosen: string): void {
  wear(chosen)
  void keep('theme', chosen)
}
