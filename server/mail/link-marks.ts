import { domainToUnicode } from 'node:url'
import { parse } from 'tldts'
import { trimChars, trimTail } from './trim-chars.ts'

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
  const claimed = claimedHost(text, host)
  return claimed === null || isSameOwner(claimed, host) ? null : shown
}

function hostOf(href: string): string | null {
  if (/^mailto:/i.test(href)) return hostOf(`http://${/@([^@?,&\s]{1,253})/.exec(href.slice(0, 2_000))?.[1] ?? ''}`)
  return /^https?:/i.test(href) && URL.canParse(href) ? new URL(href).hostname || null : null
}

/**
 * The host that a text names as an address of the web or of mail: anywhere with `https://` or `www.`, else all of it.
 * `report.pdf` and `Node.js` are no hosts: a bare name is one where hosts can end so.
 */
function claimedHost(text: string, target: string): string | null {
  const said = text
    .slice(0, 2_000)
    .normalize('NFKC')
    .replace(/[\u200b-\u200f\u2060\ufeff\u00ad]/g, '')
    .replaceAll('。', '.')
    .trim()
    .slice(0, 500)
  const named = /https?:\/\/([^\s/?#<>"]{3,253})/i.exec(said)?.[1] ?? /\b(www\.[^\s/?#<>"]{3,250})/i.exec(said)?.[1]
  if (named !== undefined) {
    const host = hostNamed(named)
    // A mail program cuts a long address in the middle of its host: that is not another one.
    return host !== null && (!named.includes('..') || isEnding(host, target)) ? host : null
  }
  const whole = trimChars(said, around)
  const bare =
    /^[^\s@]{1,64}@([^\s@]{3,253})$/.exec(whole)?.[1] ??
    /^([^\s/?#@<>"]{1,250}\.[^\s/?#@<>".:\d]{2,63})(?::\d{1,5})?(?:[/?#]\S{0,300})?$/.exec(whole)?.[1]
  const host = bare === undefined ? null : hostNamed(bare)
  return host !== null && isEnding(host, target) ? host : null
}

/** What stands around an address in a sentence. */
const around = ' .,;:!?()[]{}<>"\'“”„«»‹›→←⟶•|*-–—'

function hostNamed(name: string): string | null {
  const address = `http://${trimTail(name.replace(/^.*@/, ''), '.,;:!)]}>')}`
  return URL.canParse(address) ? new URL(address).hostname : null
}

/**
 * Endings that no registry sells and that name hosts all the same: RFC 6761, RFC 6762 (with the private ones of its
 * appendix G), RFC 9476, and `.internal`, which ICANN keeps for private use. The list of public endings has `.onion` and
 * `.home.arpa` itself.
 */
const unsoldEndings = new Set(
  'example test localhost invalid local alt internal intranet private corp home lan'.split(' '),
)
/** Endings that can be bought, and are kinds of files in nearly every mail that has them. */
const fileEndings = new Set(['zip', 'mov'])

/**
 * Whether hosts end so, as far as anybody knows: the link's own target proves one that no list has yet. `.md` and `.sh`
 * stay hosts, for banks have them: a file of such a name gets a mark too many rather than a bank one too few.
 */
function isEnding(host: string, target: string): boolean {
  const { publicSuffix, isIcann, isPrivate, domain } = parse(host, parsing)
  if (domain === null || publicSuffix === null || fileEndings.has(publicSuffix)) return false
  return (
    isIcann === true || isPrivate === true || unsoldEndings.has(publicSuffix) || target.endsWith(`.${publicSuffix}`)
  )
}

const parsing = { allowPrivateDomains: true, validateHostname: false }

function isSameOwner(one: string, other: string): boolean {
  const owner = parse(one, parsing).domain
  return one === other || (owner !== null && owner === parse(other, parsing).domain)
}

const decode = (text: string) => text.replace(/&(#39|[a-z]{2,4});/g, (whole, name: string) => entities[name] ?? whole)

/** What a link says: markup within a word is not seen, a line break is. */
function textOf(html: string): string {
  const blocks = html.slice(0, 5_000).replace(/<\/?(?:br|p|div|t[dr]|li|h[1-6])\b[^<>]*>/g, ' ')
  return decode(blocks.replace(/<[^<>]*>/g, ''))
}
