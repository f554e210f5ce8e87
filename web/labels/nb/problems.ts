import type { problems as en } from '../en/problems.ts'
import type { Translation } from '../labels.ts'

export const problems: Translation<typeof en> = {
  'problem.offline': 'Serveren svarte ikke. Sjekk tilkoblingen og prøv igjen.',
  'problem.invalid': 'Dette ble ikke godtatt: {message}',
  'problem.notJson': 'Dette ble ikke godtatt: {message}',
  'problem.signedOut': 'Du er logget ut. Logg inn for å fortsette.',
  'problem.wrongPassword': 'E-postadressen og passordet hører ikke sammen. Sjekk begge, eller be om et nytt passord.',
  'problem.wrongPasskey': 'Denne passnøkkelen logger ingen inn her. Bruk en annen, eller logg inn med passordet ditt.',
  'problem.wrongCode': 'Koden stemmer ikke, eller den er allerede brukt. Vent på den neste i appen din, og skriv den.',
  'problem.wrongRecoveryCode': 'Gjenopprettingskoden stemmer ikke, eller den er brukt. Hver kode virker én gang.',
  'problem.wrongCurrentPassword':
    'Det nåværende passordet stemmer ikke, så ingenting ble endret. Skriv det du logger inn med.',
  'problem.stepExpired': 'Dette tok for lang tid, eller det er allerede gjort. Begynn på nytt.',
  'problem.passkeysNeedName':
    'Nettlesere lager passnøkler bare for et navn med https, og det er ikke {origin}. De som drifter Samtale, kan gi den et navn (PUBLIC_URL).',
  'problem.secondFactorNeeded': 'Firmaet krever at alle logger inn med to faktorer. Sett opp dine først; da åpnes alt.',
  'problem.ownFactorFirst':
    'Sett opp to faktorer for deg selv først: ellers blir du den første som Samtale stenger ute.',
  'problem.missingScopes': 'Denne appen har ikke fått rett til dette.',
  'problem.crossSite':
    'Forespørselen kom fra et annet nettsted enn Samtale, så ingenting ble endret. Åpne {origin} og prøv der.',
  'problem.notAllowed': 'Rollen din tillater ikke dette. En superadministrator kan gjøre det.',
  'problem.viewOnly':
    'Du kan se {inbox}, men ikke handle der: det kan bare brukerne og teamene som er valgt under Tilgang.',
  'problem.planLimit':
    'Abonnementet {plan} har plass til én innboks. En superadministrator kan velge Professional eller Enterprise under Abonnement og plasser.',
  'problem.planExtraInbox':
    'Abonnementet har ikke plass til {inbox}, så innstillingene kan bare leses. Samtalene går som før; en superadministrator kan velge et større abonnement under Abonnement og plasser.',
  'problem.signupClosed': 'Det kan ikke opprettes nye kontoer her. Spør dem som drifter installasjonen.',
  'problem.wrongSignupCode': 'Oppsettskoden stemmer ikke. Den vises der Samtale ble startet.',
  'problem.notFound': 'Dette finnes ikke lenger, eller du har ikke rett til å se det.',
  'problem.methodNotAllowed': 'Dette går ikke her.',
  'problem.emailTaken': 'Noen logger allerede inn med denne adressen. Logg inn med den, eller bruk en annen.',
  'problem.loginExists':
    'Noen logger allerede inn med {email}. Inviter personen i stedet: andre endrer aldri en innlogging som finnes.',
  'problem.lastSuperAdmin':
    'En konto har alltid minst én aktiv superadministrator. Gjør først en annen til superadministrator.',
  'problem.teamTaken': 'Det finnes allerede et team som heter «{name}». Velg et annet navn.',
  'problem.alreadyMember': 'Du er allerede med i denne kontoen. Logg inn, og åpne den fra profilmenyen.',
  'problem.signInFirst': 'Noen logger allerede inn med {email}. Logg inn som den personen, og godta så invitasjonen.',
  'problem.otherLogin': 'Invitasjonen gjelder {email}. Logg ut, og logg inn med den adressen for å godta den.',
  'problem.addressTaken': '{address} er opptatt. {suggestion} er ledig.',
  'problem.idempotencyMismatch': 'Dette er sendt før med annet innhold. Åpne samtalen på nytt og se etter.',
  'problem.idempotencyRunning': 'Det første forsøket besvares fortsatt. Prøv igjen om et øyeblikk.',
  'problem.threadMoved': 'Det kom en nyere melding mens du skrev. Les den, og send på nytt.',
  'problem.notRetryable': 'Meldingen har kommet videre og kan ikke sendes på nytt.',
  'problem.tooLarge': '{what} er større enn {limit}.',
  'problem.unsupportedType': 'Denne typen innhold leses ikke her.',
  'problem.tooMany': 'For mange forsøk. Vent {seconds} sekunder og prøv igjen.',
  'problem.rateLimit': 'For mye på en gang. Vent ti sekunder og prøv igjen.',
  'problem.channelOff': '{channel} er slått av: ingenting kan sendes derfra før noen slår den på.',
  'problem.sendingOff':
    '{channel} tar bare imot: «Bruk Samtale-e-postadressen for sending av meldinger» er av i innstillingene.',
  'problem.inboxNameTaken':
    'Det finnes allerede en innboks som heter {name}, i bruk eller arkivert. Velg et annet navn.',
  'problem.localPartTaken': '{address} er allerede i bruk. {suggestion} er ledig.',
  'problem.fromAddressOurs':
    '{address} er en adresse i denne Samtale-installasjonen, og ikke deres. Velg en adresse der dere leser e-posten.',
  'problem.fromAddressUnasked': '{address} er ikke bekreftet. Bekreft adressen først, og velg den så.',
  'problem.fromNameTaken': 'Reserveadressen {address} sender allerede som «{name}». Velg et annet navn.',
  'problem.defaultInbox':
    '{inbox} er standardinnboksen: Det som ikke hører til andre steder, havner der, så den kan ikke arkiveres.',
  'problem.holdsDefaultAddress':
    '{inbox} har {address}, kontoens første adresse. Flytt den kanalen til en annen innboks først.',
  'problem.lastFallback':
    '{channel} er adressen som tar over når en annen svikter, så den kan ikke fjernes. Den kan slås av.',
  'problem.channelRemoved': '{channel} er fjernet: ingenting kan sendes derfra lenger.',
  'problem.inboxArchived':
    'Innboksen til {channel} er arkivert: ingenting kan sendes derfra før innboksen er gjenopprettet.',
  'problem.seatNeeded':
    'Bare den som har en betalt plass, bestemmer hvem som får samtaler tilordnet automatisk. En superadministrator gir plasser under Brukere og team.',
  'problem.ruleEmpty': 'Velg minst én bruker eller ett team, eller tilordne til kontakteieren.',
  'problem.ruleNoSeat':
    '{name} har ingen betalt plass og kan ikke få samtaler tilordnet automatisk. Gi {name} en plass først.',
  'problem.ruleNoAccess': '{name} har ikke tilgang til innboksen til denne kanalen. Gi {name} tilgang først.',
  'problem.linkExpired': 'Lenken er brukt eller for gammel. Be om en ny.',
  'problem.fault': 'Noe gikk galt hos oss. Ingenting er tapt; prøv igjen.',
  'problem.unavailable': 'Samtale stopper, eller databasen svarer ikke. Prøv igjen om noen sekunder.',
  'problem.noPreview': '{name} kan ikke forhåndsvises. Last den ned for å åpne den.',
  'problem.previewProtected': '{name} er låst med passord. Last den ned, og åpne den med passordet.',
  'problem.previewTooLarge': '{name} er for stor til å vises her. Last den ned for å åpne den.',
  'problem.previewTooSlow': '{name} tar for lang tid å tegne, så den vises ikke her. Last den ned for å åpne den.',
  'problem.previewBroken':
    '{name} kan ikke leses: den er ødelagt, eller noe annet enn navnet sier. Du kan likevel laste den ned.',
  'problem.tooLateToUndo': 'Denne meldingen er allerede på vei og kan ikke tas tilbake.',
  'problem.notYours': 'Bare den som skrev dette, kan gjøre det.',
  'problem.factorsFirst':
    '{email} logger inn med to faktorer og er ikke med i noen konto som kan spørre etter den andre. Be dem som driver denne installasjonen, om å fjerne den, og godta så invitasjonen.',
}
