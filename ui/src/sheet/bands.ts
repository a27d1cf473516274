// The names of the bands of a day.
import type { Band } from '../generated/types'
import { m } from '../paraglide/messages'

const ICON: Record<string, string> = {
  on_break: 'coffee', on_vacation: 'vacation', absent: 'off', training: 'training', lunch: 'coffee', blocked: 'ban', block: 'ban', busy_outside: 'busy', site_closed: 'lock',
}

export const bandIcon = (kind: string): string => ICON[kind] ?? 'ban'

export function bandWord(band: Band): string {
  if (band.label) return band.label
  switch (band.kind) {
    case 'on_break': return m.band_break()
    case 'on_vacation': return m.band_vacation()
    case 'absent': return m.band_absent()
    case 'training': return m.band_training()
    case 'lunch': return m.band_lunch()
    case 'busy_outside': return m.band_busy()
    case 'site_closed': return m.band_closed()
    case 'working': return ''
    default: return m.band_blocked()
  }
}
