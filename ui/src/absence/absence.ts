// The absence form's fields from what it was opened with. Pure.
import type { AbsenceSeed } from '../frame/frame.svelte'

export interface AbsenceTimes {
  staff: string
  kind: string
  from: string
  until: string
  allDay: boolean
  begin: string
  end: string
  reason: string
}

export function absenceTimes(seed: AbsenceSeed, date: string): AbsenceTimes {
  const timed = (seed.from ?? '').length > 10
  return {
    staff: seed.staff, kind: seed.reason === 'training' ? 'training' : 'absence', from: (seed.from ?? date).slice(0, 10), until: (seed.until ?? seed.from ?? date).slice(0, 10),
    allDay: !timed, begin: timed ? seed.from!.slice(11, 16) : '09:00', end: timed ? (seed.until ?? seed.from!).slice(11, 16) : '17:00', reason: '',
  }
}
