// Each kind of attention item with its word, icon and tone: ember needs a person now, honey is about a name, sand can wait.
import type { ItemReading } from '../generated/types'
import { m } from '../paraglide/messages'

export function kindOf(item: ItemReading): { word: string; icon: string; tone: '' | 'e' | 'h' } {
  switch (item.kind) {
    case 'no_therapist': return { word: m.no_therapist(), icon: 'unassigned', tone: 'e' }
    case 'bound_absent': return { word: m.asked_and_absent(), icon: 'pin', tone: 'e' }
    case 'name_changed': return { word: m.new_name(), icon: 'send', tone: 'h' }
    case 'name_taken_back': return { word: m.name_taken_back(), icon: 'send', tone: 'h' }
    case 'room': return { word: m.room(), icon: 'room', tone: 'e' }
    case 'outside_hours': return { word: m.outside_hours(), icon: 'clock', tone: '' }
    case 'does_not_fit': return { word: m.does_not_fit(), icon: 'warn', tone: 'e' }
    case 'busy_outside': return { word: m.band_busy(), icon: 'busy', tone: '' }
    case 'temp_leaving': return { word: m.temp_leaving(), icon: 'userplus', tone: '' }
    case 'message_not_sent': return { word: m.not_delivered(), icon: 'mail', tone: '' }
    case 'calendar_disconnected': return { word: m.calendar_disconnected(), icon: 'busy', tone: '' }
    case 'refused_when_syncing': return { word: m.refused_when_syncing(), icon: 'cloudoff', tone: 'e' }
    default: return { word: m.look_at_it(), icon: 'warn', tone: '' }
  }
}
