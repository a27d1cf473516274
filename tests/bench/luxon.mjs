// Starts that can be offered, computed with luxon's Interval operations, as one would write it in JavaScript:
// shifts less what occupies them, then every start of the grid that leaves room for the whole length.
// `node luxon.mjs FOLDER`: the folder in which luxon is installed. Prints its version, then answers every line of
// stdin (see `Raw` in slots.rs) with `{ ms, starts: [[start, [people]]] }`; intervals are made from the raw lists in the time.
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import { join } from 'node:path'

const require = createRequire(join(process.argv[2], 'here.js'))
const { DateTime, Duration, Interval } = require('luxon')

const interval = (zone) => ([from, until]) =>
  Interval.fromDateTimes(DateTime.fromMillis(from, { zone }), DateTime.fromMillis(until, { zone }))

function free(shifts, occupied) {
  return shifts.flatMap((shift) => shift.difference(...occupied.filter((one) => one.overlaps(shift))))
}

function starts({ zone, minutes, step, window, days }) {
  const length = Duration.fromObject({ minutes })
  const offered = interval(zone)(window)
  const found = new Map()
  for (const { midnight, people } of days) {
    const first = DateTime.fromMillis(midnight, { zone })
    for (const { id, shifts, rows } of people) {
      for (const open of free(shifts.map(interval(zone)), rows.map(interval(zone)))) {
        const steps = Math.ceil(open.start.diff(first, 'minutes').minutes / step)
        let at = first.plus({ minutes: steps * step })
        while (open.engulfs(Interval.after(at, length))) {
          if (offered.contains(at)) {
            const start = at.toMillis()
            if (!found.has(start)) found.set(start, [])
            found.get(start).push(id)
          }
          at = at.plus({ minutes: step })
        }
      }
    }
  }
  return [...found].sort(([a], [b]) => a - b)
}

console.log(`luxon ${require('luxon/package.json').version}, node ${process.version}`)
for await (const line of createInterface({ input: process.stdin })) {
  const raw = JSON.parse(line)
  const began = performance.now()
  const found = starts(raw)
  console.log(JSON.stringify({ ms: performance.now() - began, starts: found }))
}
