import type { channelSender as en } from '../en/channel-sender.ts'
import type { Translation } from '../labels.ts'

export const channelSender: Translation<typeof en> = {
  'channel.fromNameHint': 'To adresser sender aldri under samme navn.',
  'channel.nameTaken': 'Reserveadressen {address} sender allerede som «{name}». Velg et annet navn.',
  'channel.fromAddress': 'Fra-adresse',
  'channel.useDefault': 'Bruk standard',
  'channel.customise': 'Tilpass fra-adresse',
  'channel.verify': 'Bekreft adresse',
  'channel.resend': 'Send på nytt',
  'channel.addressExample': 'navn@solvik.example',
  'channel.addressMissing': 'Skriv adressen du vil sende fra.',
  'channel.addressHint': 'Vi sender en lenke til adressen. Når den er bekreftet der, sendes e-posten fra den.',
  'channel.proofWaiting':
    'En lenke er sendt til {address}. Til noen bekrefter den der, sendes e-posten fra {fallback}. Lenken virker i 24 timer.',
  'channel.proofExpired': 'Lenken til {address} er for gammel. Send en ny. Inntil da sendes e-posten fra {fallback}.',
  'channel.proofUndelivered':
    'E-posten til {address} kunne ikke leveres. Sjekk adressen, og send på nytt. Inntil da sendes e-posten fra {fallback}.',
  'channel.proofProven': '{address} er bekreftet.',
  'channel.giveUp': 'Slutt å bruke {address}',
  'channel.giveUpText': 'Ingen av firmaets kanaler sender fra den lenger.',
  'channel.preview': 'Forhåndsvisning',
  'channel.showPreview': 'Vis forhåndsvisning',
  'channel.desktop': 'Datamaskin',
  'channel.phone': 'Telefon',
  'channel.previewSize': 'Forhåndsvisningens størrelse',
  'channel.previewList': 'I e-postlisten',
  'channel.previewOpened': 'Åpnet',
  'channel.previewOwnName': 'Vist med ditt eget navn.',
  'channel.previewNext': 'Kontaktene ser endringer fra den neste e-posten som sendes etter Lagre.',
  'channel.previewUnproven': 'Til {address} er bekreftet, sendes e-posten fra {fallback}.',
  'channel.previewOff': 'Ingenting sendes fra denne adressen så lenge boksen er av.',
  'channel.exampleSubject': 'Sv: Spørsmålet ditt',
  'channel.exampleGreeting': 'Hei, Ingrid!',
  'channel.exampleText': 'Takk for meldingen. Vi ser på saken, og du hører fra oss i morgen.',
  'channel.exampleOther': 'Hamar bibliotek',
  'channel.exampleOtherText': 'Boken din er klar til å hentes',
}
