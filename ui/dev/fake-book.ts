// OURS, FOR DEVELOPMENT ONLY: the make-believe book and who could serve a row in it.

export interface Row { id: string; service: string; date: string; minute: number; minutes: number; turnover: number; customer: string; staff: string | null; assignment: string; gender: string | null; room: string; status: string; arrived: boolean; note: string; couple: boolean; attention: string[] }
export interface Person { id: string; name: string; gender: string; skills: string[]; temporary: { first: string; last: string } | null; hours: { days: string[]; from: string; until: string; breaks?: any[] }[] }
export interface Book {
  today: string; now: number; rows: Row[]; services: any[]; staff: Person[]; customers: any[]; rooms: any[]; blocks: any[]; items: any[]; messages: any[]
  finalized: boolean; desk: Record<string, string>; site: any
}

export const minute = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))
export const hm = (m: number) => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

export function hoursOn(person: Person, date: string) {
  const day = DAYS[new Date(`${date}T12:00:00Z`).getUTCDay()]!
  return person.hours.filter((line) => line.days.includes(day)).map((line) => ({ from: minute(line.from), until: minute(line.until), breaks: (line.breaks ?? []).map((each: any) => [minute(each[0]), minute(each[1])] as [number, number]) }))
}

export function why(book: Book, row: Row, staff: string, start: number): { code: string; why: string; with?: Row } | null {
  const person = book.staff.find((each) => each.id === staff)!
  const service = book.services.find((each) => each.id === row.service)!
  const end = start + row.minutes + row.turnover
  if (!service.skills.every((skill: string) => person.skills.includes(skill))) return { code: 'not_qualified', why: `does not do ${service.name.toLowerCase()}` }
  if (row.gender && row.gender !== person.gender) return { code: 'gender', why: `customer asked for a ${row.gender === 'F' ? 'woman' : 'man'}` }
  const block = book.blocks.find((each) => each.staff === staff && each.date === row.date && each.from < end && each.until > start)
  if (block) return { code: 'absent', why: `out ${hm(block.from)}–${hm(block.until)}` }
  const shift = hoursOn(person, row.date).find((each) => each.from <= start && each.until >= end)
  if (!shift) return { code: 'off_shift', why: 'off shift' }
  const pause = shift.breaks.find(([from, until]) => from < end && until > start)
  if (pause) return { code: 'on_break', why: `break from ${hm(pause[0])}` }
  const other = book.rows.find((each) => each.id !== row.id && each.status === 'booked' && each.date === row.date && each.staff === staff && each.minute < end && each.minute + each.minutes + each.turnover > start)
  if (other) return { code: 'serving', why: other.minute <= start ? `serving until ${hm(other.minute + other.minutes + other.turnover)}` : `serving from ${hm(other.minute)}`, with: other }
  return null
}

const REMEDY = (n: number) => [
  { id: 'r1', text: 'Temp 11:00–17:00, a woman; massage, hot stone', clears: n, command: { command: 'add_temp', name: 'Temp', gender: 'F', skills: ['massage', 'deep', 'hot-stone', 'prenatal'], first: '2026-11-24', last: '2026-11-24', from: '11:00', until: '17:00', breaks: [['15:30', '16:15']] } },
  { id: 'r2', text: 'Temp 12:00–18:00, same skills', clears: 1, command: { command: 'add_temp', name: 'Temp', gender: 'F', skills: ['massage', 'deep', 'hot-stone', 'prenatal'], first: '2026-11-24', last: '2026-11-24', from: '12:00', until: '18:00' } },
  { id: 'r3', text: 'Ask the customer: 18:45 with Faith', clears: 1, command: { command: 'move', appointment: 'a16', start: '2026-11-24T18:45', staff: 'faith' } },
]

export function greedyAbsence(book: Book, line: any, report: (more: object) => object): object {
  const date = line.from.slice(0, 10)
  const from = line.from.length > 10 ? minute(line.from.slice(11)) : 0
  const until = line.until.length > 10 ? minute(line.until.slice(11)) : 1440
  const shift = hoursOn(book.staff.find((each) => each.id === line.staff)!, date)[0] ?? { from: 540, until: 1020 }
  book.blocks.push({ id: `b${book.blocks.length}`, staff: line.staff, date, from: Math.max(from, shift.from), until: Math.min(until, shift.until), kind: line.kind ?? 'absence', reason: line.reason ?? '' })
  const mine = book.rows.filter((row) => row.staff === line.staff && row.date === date && row.status === 'booked' && row.minute < until && row.minute + row.minutes + row.turnover > from)
  const moved: any[] = [], unplaced: any[] = [], opened: any[] = [], held: any[] = []
  const move = (row: Row, to: string | null) => { moved.push({ appointment: row.id, seat: 0, from: row.staff, to }); row.staff = to }
  for (const row of mine.filter((each) => each.assignment === 'bound')) {
    row.attention = ['bound_absent']
    opened.push({ item: `i-${row.id}`, kind: 'bound_absent', appointment: row.id, why: 'Asked for this person, stays theirs.' })
  }
  for (const row of mine.filter((each) => each.assignment !== 'bound').sort((a, b) => a.minute - b.minute)) {
    let free = book.staff.find((each) => each.id !== line.staff && !why(book, row, each.id, row.minute))
    if (!free) {
      // One step of an ejection chain, so that the picture shows a row of somebody else that makes room.
      for (const person of book.staff) {
        const no = person.id === line.staff ? null : why(book, row, person.id, row.minute)
        const blocker = no?.with
        if (!blocker || blocker.assignment === 'bound') continue
        const other = book.staff.find((each) => each.id !== line.staff && each.id !== person.id && !why(book, blocker, each.id, blocker.minute))
        if (!other) continue
        const was = blocker.staff
        blocker.staff = other.id
        if (why(book, row, person.id, row.minute)) { blocker.staff = was; continue }
        moved.push({ appointment: blocker.id, seat: 0, from: was, to: other.id })
        free = person
        break
      }
    }
    if (free) move(row, free.id)
    else {
      move(row, null)
      row.attention = ['no_therapist']
      unplaced.push({ appointment: row.id, seat: 0, why: '3 people who do it are on shift, all 3 are serving.', remedies: REMEDY(2) })
      opened.push({ item: `i-${row.id}`, kind: 'no_therapist', appointment: row.id, why: '3 people who do it are on shift, all 3 are serving.' })
    }
  }
  held.push(...moved.filter((each) => each.to).map((_, i) => ({ message: `m${i}`, kind: 'changed_therapist', customer: 'c1', text: '' })))
  for (const each of opened) book.items.push({ ...each, remedies: each.kind === 'no_therapist' ? REMEDY(2) : [{ id: 'k1', text: 'Offer Wednesday 09:45 with Grace', clears: 1, command: { command: 'move', appointment: each.appointment, start: '2026-11-25T09:45' } }] })
  book.messages.push(...moved.filter((each) => each.to).map((each) => ({ id: `m-${each.appointment}`, kind: 'changed_therapist', state: 'held', row: each.appointment, to: each.to })))
  return report({ moved, unplaced, opened, held, text: `${book.staff.find((each) => each.id === line.staff)!.name} is out.`, created: { kind: 'block', id: 'b' } })
}
