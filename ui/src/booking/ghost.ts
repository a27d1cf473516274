// Where the booking being made would stand on the sheet: the one who would be picked, and who else is free then.
import type { ServiceReading, SheetReading } from '../generated/types'
import { minuteOn } from '../sheet/layout'
import type { Ghost } from '../sheet/sheet.svelte'
import { clockOf, dateOf } from '../words/dates'
import { type Booking, newCustomer, slotOf } from './booking.svelte'

export function ghostOf(form: Booking, service: ServiceReading, reading: SheetReading | null): Ghost | null {
  const slot = slotOf(form)
  if (!reading || !form.start || dateOf(form.start) !== reading.date) return null
  const minute = minuteOn(form.start, reading.hour_marks)
  if (minute === null || !slot?.staff[0]) return null
  const [staff, ...also] = slot.staff
  return {
    minute, minutes: service.minutes, turnover: service.turnover, staff: staff!, also,
    name: form.known?.name ?? (newCustomer(form).name || form.text), service: service.name, start: clockOf(form.start), gender: form.gender || null,
  }
}
