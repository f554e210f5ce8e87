import { isAligned, type SenderVerdict } from './authenticity.ts'
import type { MailAddress } from './parsed-mail.ts'

export type ForwardingProvider = 'gmail' | 'zoho' | 'yahoo' | 'outlook' | 'fastmail'

/**
 * A mail by which a provider asks whether mail may be forwarded to the address that it came to. It is what it claims to
 * be only where the signature of `needsDkimOf` is proven: whoever shows code or link to an admin asks
 * `isProvenConfirmation` first.
 * Nothing ever opens the link by itself.
 */
export type ForwardingConfirmation = {
  provider: ForwardingProvider
  /** To be typed in at the provider; null where it asks to open the link only. */
  code: string | null
  /** https, at a host of the provider; null where there is none. */
  link: string | null
  /** The mailbox that wants to forward, as the mail states it. */
  askingAddress: string | null
  /** The domain whose DKIM signature makes it true. */
  needsDkimOf: string
}

type Provider = {
  provider: ForwardingProvider
  /** Domains that the provider's own machines write from, with their subdomains. */
  domains: readonly string[]
  /**
   * Of those, domains in which anybody can have a mailbox, and signs with it: there only a bare `noreply@` of the domain
   * itself, a name that is given to nobody, is the provider's own.
   */
  publicDomains?: readonly string[]
  /** Hosts of its links, with their subdomains. */
  hosts: readonly string[]
}

/** Its form is known, in every language: sender, number and the beginning of the link are always these. */
const gmail = {
  sender: 'forwarding-noreply@google.com',
  dkim: 'google.com',
  links: ['https://mail-settings.google.com/mail/vf-', 'https://mail.google.com/mail/vf-'],
} as const

/**
 * Providers that describe such a mail and publish neither its sender nor its form: known by a no-reply address of a
 * domain of theirs, words of forwarding and of confirming, and a code or a link to them.
 */
const others: readonly Provider[] = [
  {
    provider: 'zoho',
    domains: ['zoho.com', 'zoho.eu', 'zoho.in', 'zohomail.com', 'zohomail.eu'],
    publicDomains: ['zoho.com', 'zoho.eu', 'zoho.in', 'zohomail.com', 'zohomail.eu'],
    hosts: ['zoho.com', 'zoho.eu', 'zoho.in'],
  },
  {
    provider: 'yahoo',
    domains: ['yahoo-inc.com', 'yahooinc.com', 'yahoo.com'],
    publicDomains: ['yahoo.com'],
    hosts: ['yahoo.com'],
  },
  {
    provider: 'outlook',
    domains: ['microsoft.com', 'microsoftonline.com', 'accountprotection.microsoft.com'],
    hosts: ['live.com', 'microsoft.com', 'outlook.com', 'microsoftonline.com'],
  },
  {
    provider: 'fastmail',
    domains: ['fastmail.com', 'fastmailteam.com', 'messagingengine.com'],
    publicDomains: ['fastmail.com'],
    hosts: ['fastmail.com'],
  },
]

const forwardingWords =
  /forward|videresend|vidaresend|vidarebefordr|weiterleit|transfer|réexpéd|reenv|reencaminh|encaminh|doorst|inoltr|välit/
const confirmingWords =
  /verif|confirm|bekreft|stadfest|bekräft|bekræft|bestätig|vérifi|bevestig|conferma|potwierd|vahvist/
const codeBeforeNumber = /(?:code|kode|kod|codigo|código|codice)[^\d\n]{1,20}(\d{4,12})(?!\d)/
// `(#123456789) …` in the subject in every language; the text repeats it alone behind a colon.
const gmailCode = /[(（]#?(\d{6,12})[)）]|[:：]\s{0,5}(\d{8,12})(?!\d)/

/** Characters of the text that are looked at: these mails are short. */
const maxText = 20_000

type Mail = {
  from: MailAddress | null
  to: readonly MailAddress[]
  subject: string
  text: string
  html: string | null
}

/** Whether a mail says that it is such a confirmation, and what is in it. Pure. */
export function recogniseForwardingConfirmation({
  from,
  to,
  subject,
  text,
  html,
}: Mail): ForwardingConfirmation | null {
  const sender = from?.address.toLowerCase() ?? ''
  const notAsking = [sender, ...to.map(({ address }) => address.toLowerCase())]
  const said = () => `${subject.slice(0, 500)}\n${text.slice(0, maxText)}`
  const urls = () => httpsUrls(`${text.slice(0, maxText)}\n${(html ?? '').slice(0, maxText)}`)
  if (sender === gmail.sender) {
    const found = gmailCode.exec(said())
    const link = urls().find((url) => gmail.links.some((beginning) => url.href.startsWith(beginning)))
    return confirmation('gmail', gmail.dkim, { code: found?.[1] ?? found?.[2], link, said: said(), notAsking })
  }
  if (!/(?:^|[-._])no[-_.]?reply@|^do[-_.]?not[-_.]?reply@/.test(sender)) return null
  const host = sender.slice(sender.lastIndexOf('@') + 1)
  for (const { provider, domains, publicDomains = [], hosts } of others) {
    const domain = domains.find((one) => isWithin(host, one))
    if (domain === undefined) continue
    if (publicDomains.includes(domain) && !isReserved(sender, domain)) return null
    const lower = said().toLowerCase()
    if (!forwardingWords.test(lower) || !confirmingWords.test(lower)) return null
    const link = urls().find((url) => hosts.some((one) => isWithin(url.hostname, one)))
    return confirmation(provider, domain, { code: codeBeforeNumber.exec(lower)?.[1], link, said: said(), notAsking })
  }
  return null
}

/**
 * Whether the provider itself wrote it: by its own signature, not by what somebody says who passed it on, nor by the
 * server that it came from.
 */
export function isProvenConfirmation({ needsDkimOf }: ForwardingConfirmation, verdict: SenderVerdict): boolean {
  const { state, by, dkim, domain } = verdict
  return state === 'verified' && by !== 'arc' && dkim === 'pass' && isAligned(domain, needsDkimOf)
}

const isReserved = (sender: string, domain: string) =>
  /^(?:no[-_.]?reply|do[-_.]?not[-_.]?reply)@/.test(sender) && sender.endsWith(`@${domain}`)

function confirmation(
  provider: ForwardingProvider,
  needsDkimOf: string,
  {
    code,
    link,
    said,
    notAsking,
  }: { code: string | undefined; link: URL | undefined; said: string; notAsking: readonly string[] },
): ForwardingConfirmation | null {
  if (code === undefined && link === undefined) return null
  return {
    provider,
    code: code ?? null,
    link: link?.href ?? null,
    askingAddress: askingAddress(said, notAsking),
    needsDkimOf,
  }
}

function isWithin(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`)
}

/** Parsed before they are compared: `https://mail.google.com@elsewhere.example/` begins well and leads astray. */
function httpsUrls(text: string): URL[] {
  return [...text.matchAll(/https:\/\/[^\s<>"'()[\]{}\\^`|]{4,2000}/g)].flatMap(([found]) => {
    const address = found.replaceAll('&amp;', '&').replace(/[.,;]$/, '')
    const url = URL.canParse(address) ? new URL(address) : null
    return url !== null && url.username === '' && url.password === '' && url.port === '' ? [url] : []
  })
}

/** The first mailbox that is neither the provider's nor the one asked: subject and first sentence name who asks. */
function askingAddress(said: string, notAsking: readonly string[]): string | null {
  const words = said.replace(/https?:\S{1,2000}/g, ' ')
  for (const [address] of words.matchAll(/[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}.-]{1,200}\.\p{L}{2,24}/gu)) {
    if (!notAsking.includes(address.toLowerCase())) return address
  }
  return null
}
