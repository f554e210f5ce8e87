type Header = (name: string) => string

/** Headers that list software sets; those of RFC 2369 and 2919 apart, which newsletters carry too. */
const listHeaders = ['mailing-list', 'x-beenthere', 'x-mailman-version', 'x-mailing-list', 'x-ml-name', 'x-mlserver']
const campaignHeaders = [
  'x-campaign',
  'x-campaignid',
  'x-campaign-id',
  'x-mc-user',
  'x-mailer-campaign',
  'x-csa-complaints',
]

/** Sent through a list whose members write to each other (RFC 2369 §3.4: one may post to it). */
export function isMailingList(header: Header): boolean {
  const post = header('list-post').trim()
  if (post !== '' && !/^no\b/i.test(post)) return true
  // A list of old that names itself alone; who sends newsletters must offer a way out.
  if (header('list-id') !== '' && header('list-unsubscribe') === '') return true
  return /^\s{0,10}list\b/i.test(header('precedence')) || listHeaders.some((name) => header(name) !== '')
}

/** Sent to many at once by one sender. The sending service's own marks prove nothing: receipts and codes carry them too. */
export function isNewsletter(header: Header): boolean {
  if (header('list-unsubscribe') !== '') return true
  if (/^\s{0,10}(?:bulk|junk)\b/i.test(header('precedence')) && !header('auto-submitted')) return true
  return campaignHeaders.some((name) => header(name) !== '')
}
