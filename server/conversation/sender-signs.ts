import { isAligned } from '../mail/authenticity.ts'
import type { Incoming } from './incoming.ts'
import type { Sender } from './sender-truth.ts'

type Facts = { isNewContact: boolean; isFromUs: boolean; isProvenUs: boolean; likeDomain: string | null }

/** What is known of the sender of a mail as it is stored; null for a channel that knows no such doubts. Pure. */
export function senderOf(mail: Incoming, facts: Facts): Sender | null {
  const { verdict } = mail
  if (verdict === null && !facts.isFromUs) return null
  const answersTo = answersElsewhere(mail)
  const namedAddress = addressInName(mail)
  const has = { firstTime: facts.isNewContact, claimsUser: facts.isFromUs && !facts.isProvenUs }
  return {
    ...(verdict === null || verdict === 'checking' ? nothingKnown : verdict),
    ...(verdict === 'checking' ? { state: 'checking' as const } : {}),
    signs: [
      ...(has.claimsUser ? (['claimsUser'] as const) : []),
      ...(facts.likeDomain === null ? [] : (['lookAlike'] as const)),
      ...(namedAddress === null ? [] : (['displayNameIsAddress'] as const)),
      ...(answersTo === null ? [] : (['replyToMismatch'] as const)),
      ...(has.firstTime ? (['firstTime'] as const) : []),
    ],
    likeDomain: facts.likeDomain,
    answersTo,
    namedAddress,
  }
}

const nothingKnown = {
  state: 'notChecked',
  spf: 'none',
  dkim: 'none',
  dmarc: 'none',
  arc: 'none',
  policy: null,
  domain: '',
  by: null,
  because: null,
} as const

const hostOf = (address: string) => address.slice(address.lastIndexOf('@') + 1).toLowerCase()

/** Newsletters and lists are answered elsewhere by design, and reports are answered by nobody. */
const answeredElsewhere: readonly Incoming['traits'][number][] = ['newsletter', 'mailingList', 'bounce', 'roleSender']

function answersElsewhere({ from, replyTo, traits }: Incoming): string | null {
  if (traits.some((trait) => answeredElsewhere.includes(trait))) return null
  const other = replyTo.find(({ address }) => address !== '' && !isAligned(hostOf(address), hostOf(from.address)))
  return other?.address ?? null
}

/** The name that is shown instead of the address is an address: of somebody else. */
function addressInName({ from }: Incoming): string | null {
  const named = /[^\s<>()"',;:@]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}/i.exec(from.name.slice(0, 500))?.[0]
  return named === undefined || isAligned(hostOf(named), hostOf(from.address)) ? null : named
}
