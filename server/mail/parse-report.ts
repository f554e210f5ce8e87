import type { MailParser, RawMail } from './mail-parser.ts'
import type { MailAddress, ParsedMail } from './parsed-mail.ts'

/**
 * One entry of what `mail parse FILE…` prints: the mail as the receiving code understands it, in the keys of
 * the corpus of wild mail, for support and tests. Never throws for a mail: what cannot be read is `{ file, error }`.
 */
export async function describeMail(parser: MailParser, file: string, raw: RawMail): Promise<Record<string, unknown>> {
  try {
    return { file, ...describe(await parser.parse(raw)) }
  } catch (error) {
    return { file, error: error instanceof Error ? error.message : String(error) }
  }
}

function describe(mail: ParsedMail): Record<string, unknown> {
  return {
    from: mail.from,
    to: mail.to,
    toFirst: mail.to[0]?.address ?? null,
    cc: mail.cc,
    replyTo: mail.replyTo.map(addressOnly),
    subject: mail.subject,
    messageId: mail.messageId,
    inReplyTo: mail.inReplyTo,
    references: mail.references,
    date: mail.date?.toISOString().replace('.000Z', 'Z') ?? null,
    text: mail.text,
    html: mail.html,
    visibleReply: mail.visibleReply,
    attachments: mail.attachments.map(({ filename, contentType, contentId, isInline, size, sha256 }) => ({
      filename,
      contentType,
      size,
      inline: isInline,
      contentId,
      sha256,
    })),
    attachmentCount: mail.attachments.length,
    attachmentsNotInline: mail.attachments.filter(({ isInline }) => !isInline).length,
    invitations: mail.invitations,
    autoReply: mail.autoReply,
    isBounce: mail.isBounce,
    isDelayNotice: mail.isDelayNotice,
    bounce: mail.bounce && describeBounce(mail.bounce),
    bounceCount: mail.bounces.length,
    complaint: mail.complaint && { feedbackType: mail.complaint.feedbackType },
    deliveryReport: mail.traits.includes('deliveryReceipt'),
    traits: mail.traits,
    forwarded: mail.forwarded,
    senderFallback: mail.senderFallback,
  }
}

function describeBounce({ recipient, reason, hard, status }: NonNullable<ParsedMail['bounce']>) {
  return { recipient, reason, hard, status }
}

function addressOnly({ address }: MailAddress): string {
  return address
}
