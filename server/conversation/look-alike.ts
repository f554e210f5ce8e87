import { domainToUnicode } from 'node:url'
import { getDomain, getDomainWithoutSuffix } from 'tldts'

/** Hosts of everybody's mail: their names prove nothing, and so many others are near them. */
const freeMail: ReadonlySet<string> = new Set(
  `gmail.com googlemail.com outlook.com hotmail.com hotmail.no live.com live.no msn.com yahoo.com yahoo.no ymail.com
  icloud.com me.com mac.com aol.com gmx.com gmx.de gmx.net web.de t-online.de freenet.de mail.com mail.ru yandex.ru yandex.com
  proton.me protonmail.com pm.me tutanota.com tuta.com zoho.com fastmail.com hey.com online.no broadpark.no lyse.net
  getmail.no frisurf.no telia.com comhem.se spray.se bredband.net mail.dk orange.fr wanadoo.fr free.fr laposte.net libero.it
  virgilio.it qq.com 163.com 126.com naver.com comcast.net verizon.net att.net btinternet.com`.split(/\s+/),
)

/** Words that are put beside a known name to make one that looks official. */
const addedWords =
  /^(?:login|signin|secure|security|support|help|service|kundeservice|kundesenter|mail|email|post|invoice|billing|faktura|betaling|payment|pay|account|konto|bank|verify|online|team|info|group|gruppen|norge|norway|global|hq|app|web|no|se|dk|com|net|org)$/

const confusables: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'l',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '9': 'g',
  i: 'l',
  '|': 'l',
  ø: 'o',
  æ: 'ae',
  ß: 'ss',
  ı: 'l',
  а: 'a',
  в: 'b',
  с: 'c',
  ԁ: 'd',
  е: 'e',
  һ: 'h',
  і: 'l',
  ӏ: 'l',
  ј: 'j',
  к: 'k',
  м: 'm',
  н: 'h',
  о: 'o',
  р: 'p',
  ѕ: 's',
  т: 't',
  у: 'y',
  х: 'x',
  α: 'a',
  ε: 'e',
  ι: 'l',
  κ: 'k',
  ν: 'v',
  ο: 'o',
  ρ: 'p',
  τ: 't',
  υ: 'u',
  χ: 'x',
}

/** So short a name has too many neighbours that mean nothing by it. */
const minLengthForTypos = 5

/** The domain that an organisation registered, lower case and ASCII; null for what everybody may have, or is none. */
export function comparableDomain(address: string): string | null {
  const host = address.slice(address.lastIndexOf('@') + 1).toLowerCase()
  const domain = getDomain(host, { allowPrivateDomains: true })
  return domain === null || freeMail.has(domain) ? null : domain
}

/** Under which a domain is found by what looks like it. */
export function keysOf(domain: string): string[] {
  return [...new Set(basesOf(domain).flatMap((base) => [base, ...shortened(base)]))]
}

/**
 * The first of these domains that `domain` looks like without being it; null: none. One name under two endings is most
 * often one company in two countries: it is pointed out only where the known one is among `ours`, which we know all of.
 */
export function looksLike(domain: string, known: Iterable<string>, ours: ReadonlySet<string>): string | null {
  const bases = basesOf(domain)
  for (const other of known) {
    if (other === domain || (nameOf(other) === nameOf(domain) && !ours.has(other))) continue
    const name = skeletonOf(nameOf(other))
    if (name !== '' && bases.some((base) => base === name || isNear(base, name))) return other
  }
  return null
}

/** The name as it looks, and as it looks without the words that are put beside known names. */
function basesOf(domain: string): string[] {
  const name = nameOf(domain)
  const parts = name.split('-').filter((part) => part !== '')
  const bare = parts.filter((part) => !addedWords.test(part)).join('-')
  return [...new Set([skeletonOf(name), skeletonOf(bare)])].filter((base) => base !== '')
}

function nameOf(domain: string): string {
  return domainToUnicode(getDomainWithoutSuffix(domain, { allowPrivateDomains: true }) ?? '')
}

/** What an eye makes of a name: letters that look alike are one, marks and hyphens are nothing. */
function skeletonOf(name: string): string {
  const plain = name.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '')
  return Array.from(plain, (letter) => confusables[letter] ?? letter)
    .join('')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .slice(0, 63)
}

/** Each way to leave one letter out: two names with one of them in common differ by little. */
function shortened(base: string): string[] {
  if (base.length < minLengthForTypos) return []
  return Array.from(base, (_, at) => base.slice(0, at) + base.slice(at + 1))
}

/** One letter added, left out, another, or two changed about. */
function isNear(a: string, b: string): boolean {
  if (Math.min(a.length, b.length) < minLengthForTypos || Math.abs(a.length - b.length) > 1) return false
  let start = 0
  while (start < a.length && a[start] === b[start]) start++
  let end = 0
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++
  const [restOfA, restOfB] = [a.slice(start, a.length - end), b.slice(start, b.length - end)]
  if (restOfA.length <= 1 && restOfB.length <= 1) return true
  return restOfA.length === 2 && restOfA === `${restOfB[1]}${restOfB[0]}`
}
