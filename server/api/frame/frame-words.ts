export type FrameLanguage = 'en' | 'nb'

/** What a mail's page says of its own, in the reader's language. */
export const frameWords = {
  en: {
    leadsTo: (host: string) => `leads to ${host}`,
    from: 'From',
    to: 'To',
    cc: 'Cc',
    date: 'Date',
    attachments: 'Attachments',
    noSubject: '(no subject)',
    cut: (size: string) => `[The first 1 MB of ${size} MB. Download the mail to read all of it.]`,
  },
  nb: {
    leadsTo: (host: string) => `går til ${host}`,
    from: 'Fra',
    to: 'Til',
    cc: 'Kopi',
    date: 'Dato',
    attachments: 'Vedlegg',
    noSubject: '(uten emne)',
    cut: (size: string) => `[Den første MB av ${size} MB. Last ned e-posten for å lese hele.]`,
  },
} as const
