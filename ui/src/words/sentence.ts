// What a failed call says, in one sentence: a refusal comes in the desk's language, a machine that failed tells it in both.

export function sentenceIn(failed: unknown, locale: string): string {
  if (typeof failed === 'string') return failed
  const { why, swahili, message } = (failed ?? {}) as { why?: string; swahili?: string; message?: string }
  return (locale === 'sw' ? swahili : undefined) ?? why ?? message ?? String(failed)
}
