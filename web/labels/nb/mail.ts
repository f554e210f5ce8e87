import type { mail as source } from '../en/mail.ts'
import type { Translation } from '../labels.ts'

export const mail: Translation<typeof source> = {
  'mail.trait.autoReply': 'Automatisk svar',
  'mail.traitMeans.autoReply':
    'Et program svarte, ikke et menneske. Det åpner ingenting på nytt, og ingenting svarer automatisk på det.',
  'mail.trait.outOfOffice': 'Ikke til stede',
  'mail.traitMeans.outOfOffice': 'Avsenderen skriver at vedkommende er borte.',
  'mail.trait.bounce': 'Ikke levert',
  'mail.traitMeans.bounce': 'En e-postserver melder at en e-post ikke kunne leveres.',
  'mail.trait.delayNotice': 'Forsinket',
  'mail.traitMeans.delayNotice': 'En e-postserver melder at leveringen tar tid; den prøver videre.',
  'mail.trait.deliveryReceipt': 'Leveringskvittering',
  'mail.traitMeans.deliveryReceipt': 'En e-postserver melder at en e-post er levert.',
  'mail.trait.readReceipt': 'Lesekvittering',
  'mail.traitMeans.readReceipt': 'Mottakerens program melder at en e-post er åpnet.',
  'mail.trait.complaint': 'Meldt som søppelpost',
  'mail.traitMeans.complaint': 'En mottaker har merket en e-post fra dere som søppelpost.',
  'mail.trait.mailingList': 'E-postliste',
  'mail.traitMeans.mailingList': 'Sendt gjennom en liste: et svar kan nå alle på den.',
  'mail.trait.newsletter': 'Nyhetsbrev',
  'mail.traitMeans.newsletter': 'Sendt til mange på én gang.',
  'mail.trait.roleSender': 'Automatisk avsender',
  'mail.traitMeans.roleSender': 'Adressen tilhører ingen person, og svar til den leses kanskje ikke.',
  'mail.trait.loop': 'Går i ring',
  'mail.traitMeans.loop':
    'Servere har sendt den i ring, eller den er en e-post fra dere som kom tilbake. Den åpner ingenting på nytt.',
  'mail.trait.forwarded': 'Videresendt',
  'mail.traitMeans.forwarded': 'Noen har sendt videre en e-post som en annen skrev.',
  'mail.trait.forwardingConfirmation': 'Bekreftelse av videresending',
  'mail.traitMeans.forwardingConfirmation':
    'Oppgir at en e-posttjeneste spør om e-post kan videresendes hit. Åpne lenken bare hvis en av dere har bedt om det.',
  'mail.trait.invitation': 'Invitasjon',
  'mail.traitMeans.invitation': 'Inneholder en kalenderhendelse.',
  'mail.trait.encrypted': 'Kryptert',
  'mail.traitMeans.encrypted':
    'Kryptert for en nøkkel som Samtale ikke har. E-posten kan lastes ned og åpnes av den som har den.',
  'mail.trait.signed': 'Signert',
  'mail.traitMeans.signed': 'Har avsenderens digitale signatur, som Samtale ikke kontrollerer.',
  'mail.forwarded': 'Videresendt av {forwarder} · skrevet av {author}, ifølge den som videresendte',
  'mail.forwarded.list': 'Sendt gjennom {forwarder} · skrevet av {author}, ifølge listen',
  'mail.forwarded.unnamed': 'Videresendt av {forwarder}',
  'mail.forwarded.means':
    'Ingenting beviser hvem som skrev originalen: det står i tekst som avsenderen kan ha skrevet selv. Svar går til {forwarder}.',
  'mail.forwarded.unnamedMeans': 'Den oppgir ikke én person som skrev originalen. Svar går til {forwarder}.',
  'mail.showImages': 'Vis bilder',
  'mail.imagesShown': 'Bilder vises: Avsenderen kan få vite at e-posten er lest.',
  'mail.original': 'Vis original',
  'mail.print': 'Skriv ut',
}
