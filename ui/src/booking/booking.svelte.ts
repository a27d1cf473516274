// The booking form's state. It outlives a refusal and a day change: what was typed is only cleared by booking or by leaving.
import * as desk from '../desk'
import type { CustomerReading, Refused, Report, ServiceReading, SlotReading, SlotsReading } from '../generated/types'
import type { Line } from '../desk'
import { firstChoice, looksLikePhone } from './slots'

export class Booking {
  date = $state('')
  text = $state('')
  known = $state.raw<CustomerReading | null>(null)
  offers = $state.raw<CustomerReading[]>([])
  name = $state('')
  phone = $state('')
  service = $state('')
  gender = $state('')
  staff = $state('')
  start = $state('')
  /** The time a person asked for; the form's own first choice gives way when the service changes. */
  wanted = $state('')
  note = $state('')
  walkIn = $state(false)
  slots = $state.raw<SlotsReading | null>(null)
  refused = $state.raw<Refused | null>(null)
  looked = $state.raw<Report | null>(null)
  busy = $state(false)
}

/** What is typed as a new customer: the field they began with, and the other one. */
export function newCustomer(form: Booking): { name: string; phone: string } {
  return looksLikePhone(form.text) ? { name: form.name.trim(), phone: form.text.trim() } : { name: form.text.trim(), phone: form.phone.trim() }
}

export function isComplete(form: Booking): boolean {
  if (!form.service || !form.start) return false
  return form.known !== null || newCustomer(form).name !== ''
}

export function bookLine(form: Booking, force = false): Line {
  const who = form.known ? { customer: form.known.id } : newCustomer(form)
  return {
    command: 'book', service: form.service, start: form.start, ...who,
    ...(form.gender ? { gender: form.gender } : {}), ...(form.staff ? { staff: form.staff } : {}), ...(form.note.trim() ? { note: form.note.trim() } : {}),
    ...(force ? { force: 'hours' } : {}),
  }
}

export function choose(form: Booking, customer: CustomerReading): void {
  form.known = customer
  form.text = customer.name
  form.offers = []
}

let asked = 0

export async function readSlots(form: Booking): Promise<void> {
  if (!form.service || !form.date) return
  const mine = ++asked
  const slots = await desk.slots({ service: form.service, from: form.date, to: form.date, gender: form.gender || null, staff: form.staff || null, reshuffle: true })
  if (mine !== asked) return
  form.slots = slots
  form.start = form.wanted && form.wanted.startsWith(form.date) ? form.wanted : firstChoice(slots.slots, undefined)
}

export const slotOf = (form: Booking): SlotReading | undefined => form.slots?.slots.find((slot) => slot.start === form.start)

/** Ordered by what this customer had last, then as the catalogue has them. */
export function offered(services: ServiceReading[], known: CustomerReading | null): ServiceReading[] {
  const open = services.filter((service) => !service.retired)
  const last = open.filter((service) => service.name === known?.last_service)
  return [...last, ...open.filter((service) => !last.includes(service))]
}
