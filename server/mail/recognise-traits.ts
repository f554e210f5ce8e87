import type { MailTrait } from '../../shared/mail-traits.ts'

type Signs = {
  autoReply: boolean
  isBounce: boolean
  isDelayNotice: boolean
  isForwarded: boolean
  isInvitation: boolean
  isEncrypted: boolean
  isSigned: boolean
}

/** The kinds that a mail is of, from what its parts have been recognised as. */
export function traitsOf({
  autoReply,
  isBounce,
  isDelayNotice,
  isForwarded,
  isInvitation,
  isEncrypted,
  isSigned,
}: Signs): MailTrait[] {
  const traits: [MailTrait, boolean][] = [
    ['autoReply', autoReply],
    ['bounce', isBounce && !isDelayNotice],
    ['delayNotice', isDelayNotice],
    ['forwarded', isForwarded],
    ['invitation', isInvitation],
    ['encrypted', isEncrypted],
    ['signed', isSigned],
  ]
  return traits.filter(([, isOfIt]) => isOfIt).map(([trait]) => trait)
}
