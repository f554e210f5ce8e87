import type { MailTrait } from '../../shared/mail-traits.ts'
import type { AutoReply } from './recognise-auto-reply.ts'
import { isMailingList, isNewsletter } from './recognise-bulk.ts'
import { isRoleAddress } from './role-address.ts'

type Signs = AutoReply & {
  header(name: string): string
  fromAddress: string
  isBounce: boolean
  isDelayNotice: boolean
  isDelivered: boolean
  isRead: boolean
  isComplaint: boolean
  /** How many servers wrote themselves into the header. */
  receivedCount: number
  isForwarded: boolean
  isForwardingConfirmation: boolean
  isInvitation: boolean
  isEncrypted: boolean
  isSigned: boolean
}

/** No mail takes so many steps on its way; servers that go round in a circle stop at 50 or 100 (RFC 5321 §6.3). */
const maxReceived = 50

/** The kinds that a mail is of, from what its parts have been recognised as. */
export function traitsOf(signs: Signs): MailTrait[] {
  const isReport = signs.isBounce || signs.isDelivered || signs.isRead || signs.isComplaint
  const isFromMachine = isReport || signs.autoReply
  const isList = !isFromMachine && isMailingList(signs.header)
  const traits: [MailTrait, boolean][] = [
    ['autoReply', signs.autoReply && !isReport],
    ['outOfOffice', signs.outOfOffice && !isReport],
    ['bounce', signs.isBounce && !signs.isDelayNotice],
    ['delayNotice', signs.isDelayNotice],
    ['deliveryReceipt', signs.isDelivered],
    ['readReceipt', signs.isRead],
    ['complaint', signs.isComplaint],
    ['mailingList', isList],
    ['newsletter', !isFromMachine && !isList && isNewsletter(signs.header)],
    ['roleSender', !isFromMachine && isRoleAddress(signs.fromAddress)],
    ['loop', signs.receivedCount > maxReceived],
    ['forwarded', signs.isForwarded],
    ['forwardingConfirmation', signs.isForwardingConfirmation],
    ['invitation', signs.isInvitation],
    ['encrypted', signs.isEncrypted],
    ['signed', signs.isSigned],
  ]
  return traits.filter(([, isOfIt]) => isOfIt).map(([trait]) => trait)
}
