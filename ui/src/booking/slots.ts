// Slots grouped by part of the day, and the one to offer first. Pure.
import type { SlotReading } from '../generated/types'

export type Part = 'night' | 'morning' | 'afternoon' | 'evening'

const partOf = (start: string): Part => {
  const hour = Number(start.slice(11, 13))
  return hour < 6 ? 'night' : hour < 12 ? 'morning' : hour < 17 ? 'afternoon' : 'evening'
}

export function partsOfDay(slots: SlotReading[]): { part: Part; slots: SlotReading[] }[] {
  const parts: Part[] = ['night', 'morning', 'afternoon', 'evening']
  return parts
    .map((part) => ({ part, slots: slots.filter((slot) => partOf(slot.start) === part) }))
    .filter((group) => group.slots.length > 0)
}

/** The slot asked for; else the first that asks nobody to move; else the first. */
export function firstChoice(slots: SlotReading[], wanted: string | undefined): string {
  if (wanted && slots.some((slot) => slot.start === wanted)) return wanted
  return (slots.find((slot) => !slot.reshuffle) ?? slots[0])?.start ?? ''
}

/** Phones begin with + or a digit; everything else is a name. */
export const looksLikePhone = (text: string): boolean => /^[+\d][\d\s()-]*$/.test(text.trim())
