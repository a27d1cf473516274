// The language of the window. Message functions ask getLocale() whenever they run, and inside a template that reads
// this state: changing the language redraws every word without a reload, so nothing typed is lost.
import { overwriteGetLocale } from '../paraglide/runtime'

export type Locale = 'en' | 'sw'

class Language {
  locale = $state<Locale>('en')
}

export const language = new Language()
overwriteGetLocale(() => language.locale)

export function speak(locale: string): void {
  language.locale = locale === 'sw' ? 'sw' : 'en'
  if (typeof document !== 'undefined') document.documentElement.lang = language.locale
}
