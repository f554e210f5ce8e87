import { domainToUnicode } from 'node:url'
import { parse } from 'tldts'

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ', '#39': "'" }

/**
 * Sanitised HTML with a mark after every link that says another address than it leads to, and after every link to a host
 * whose letters are not what they seem (abuse-04): `mark` makes it of the true host. In one linear pass.
 */
export function markLinks(html: string, mark: (host: string) => string): string {
  const pieces: string[] = []
  let at = 0
  for (;;) {
    const start = html.indexOf('<a ', at)
    const open = start < 0 ? -1 : html.indexOf('>', start)
    const close = open < 0 ? -1 : html.indexOf('</a>', open)
    if (close < 0) break
    const end = close + '</a>'.length
    pieces.push(html.slice(at, end))
    at = end
    const href = / href="([^"]*)"/.exec(html.slice(start, open))?.[1]
    const host = href === undefined ? null : trueHost(decode(href), textOf(html.slice(open + 1, close)))
    if (host !== null) pieces.push(mark(host))
  }
  return pieces.join('') + html.slice(at)
}

/** The host that a reader must know of before he follows the link; null where the link says what it does. */
export function trueHost(href: string, text: string): string | null {
  const host = hostOf(href)
  if (host === null) return null
  const shown = domainToUnicode(host)
  // What is not Latin may look as if it were: both its forms are shown.
  if (/[^\p{Script=Latin}\d.-]/u.test(shown)) return `${shown} (${host})`
  const claimed = claimedHost(text)
  return claimed === null || isSameOwner(claimed, host) ? null : shown
}

function hostOf(href: string): string | null {
  if (/^mailto:/i.test(href)) return hostOf(`http://${/@([^@?,&\s]{1,253})/.exec(href.slice(0, 2_000))?.[1] ?? ''}`)
  return /^https?:/i.test(href) && URL.canParse(href) ? new URL(href).hostname || null : null
}

/** The host that a text names as an address of the web or of mail: anywhere with `https://` or `www.`, else all of it. */
function claimedHost(text: string): string | null {
  const said = text
    .replace(/[\u200b-\u200f\u2060\ufeff\u00ad]/g, '')
    .trim()
    .slice(0, 500)
  const named =
    /https?:\/\/([^\s/?#<>"]{3,253})/i.exec(said)?.[1] ??
    /\b(www\.[^\s/?#<>"]{3,250})/i.exec(said)?.[1] ??
    /^[^\s@]{1,64}@([^\s@]{3,253})$/.exec(said)?.[1] ??
    /^([^\s/?#@<>"]{1,250}\.[^\s/?#@<>".\d]{2,63})(?:[/?#]\S{0,300})?$/.exec(said)?.[1]
  if (named === undefined) return null
  const address = `http://${named.replace(/^.*@/, '').replace(/[.,;:!)\]}>…]+$/, '')}`
  const host = URL.canParse(address) ? new URL(address).hostname : null
  // `report.pdf` and `e.g.` are no hosts: a name counts when it ends in a domain that exists.
  return host !== null && registrable(host) !== null ? host : null
}

function registrable(host: string): string | null {
  const { domain, isIcann, isPrivate } = parse(host, { allowPrivateDomains: true, validateHostname: false })
  return isIcann || isPrivate ? domain : null
}

function isSameOwner(one: string, other: string): boolean {
  return one === other || (registrable(one) !== null && registrable(one) === registrable(other))
}

const decode = (text: string) => text.replace(/&(#39|[a-z]{2,4});/g, (whole, name: string) => entities[name] ?? whole)

/** What a link says: markup within a word is not seen, a line break is. */
function textOf(html: string): string {
  const blocks = html.slice(0, 5_000).replace(/<\/?(?:br|p|div|t[dr]|li|h[1-6])\b[^<>]*>/g, ' ')
  return decode(blocks.replace(/<[^<>]*>/g, ''))
}
