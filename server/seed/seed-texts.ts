/** What people write about in one language; each list has `variants` entries, `{n}` stands for a number of an order. */
export type Topic = {
  language: 'en' | 'nb'
  subjects: readonly string[]
  questions: readonly string[]
  answers: readonly string[]
  followUps: readonly string[]
  closings: readonly string[]
}

export const variants = 3

export const greetings = {
  en: ['Hi,', 'Hello,', 'Good morning,'],
  nb: ['Hei,', 'Hei!', 'God morgen,'],
} as const satisfies Record<Topic['language'], readonly string[]>

export const signOffs = {
  en: ['Kind regards,', 'Thanks,', 'Best,'],
  nb: ['Vennlig hilsen', 'Hilsen', 'Mvh'],
} as const satisfies Record<Topic['language'], readonly string[]>

export const firstNames =
  'Kari Ingrid Solveig Astrid Marit Hanne Silje Ida Emma Nora Sara Maja Ola Lars Erik Magnus Jonas Henrik Sindre Tor Anders Per Amina Yusuf Priya Wei Sofia Lukas Anna Mateusz Chloe James Grace Daniel Olivia Samuel Hannah Peter Laura Thomas'.split(
    ' ',
  )

export const lastNames =
  'Solheim Haugen Berg Lie Dahl Moen Strand Nygård Bakken Hagen Eide Lund Myhre Sæther Kristiansen Johansen Hansen Larsen Øverby Aas Fjeld Brekke Tangen Vik Okafor Rahman Sharma Chen Rossi Weber Novak Kowalski Martin Carter Bennett Hughes Walsh Murphy Fischer Jensen'.split(
    ' ',
  )

export const companyDomains =
  'fjordvik nordlys bygg-og-bo havnegata lillehav brattvik kaffe-og-kake granlia skogheim vestfoss elvebredden bryggen-kontor greenfield-homes oakwood-estates harbour-cafe millstone-school riverside-clinic bluebell-hotel stonegate-farm lakeview-lodge'
    .split(' ')
    .map((name) => `${name}.example`)

export const topics: readonly Topic[] = [
  {
    language: 'en',
    subjects: ['Where is order {n}?', 'Delivery of order {n}', 'Parcel {n} has not arrived'],
    questions: [
      'I ordered a heat pump two weeks ago, order {n}, and have heard nothing since the confirmation. When can we expect it?',
      'The tracking of order {n} has said "on its way" since Monday. Could you find out where the parcel is?',
      'Order {n} was to come yesterday between 8 and 12. I was at home all day and nobody came.',
    ],
    answers: [
      'Thank you for asking. Order {n} left our store this morning and will be with you on Thursday; the driver calls an hour before.',
      'I am sorry about that. The carrier had it on the wrong van. It is on the way back to the depot and will be delivered tomorrow.',
      'One part of order {n} was out of stock. It came in today, and we send everything together this afternoon.',
    ],
    followUps: [
      'Thursday does not suit us so well. Can it be left with the neighbour in number 12?',
      'Thank you for the quick answer. Do I need to sign for it, or can it stand in the carport?',
      'It still has not come. Could you ask once more, please?',
    ],
    closings: [
      'That is arranged. Write to us here if anything is missing when it comes.',
      'No signature is needed, the driver takes a picture of where it stands.',
      'I have asked the carrier again and they promise it for tomorrow before noon.',
    ],
  },
  {
    language: 'en',
    subjects: ['Invoice {n}', 'Question about invoice {n}', 'Wrong amount on invoice {n}'],
    questions: [
      'Invoice {n} names 14 hours of work, but your people were here for two afternoons. Could you look at that?',
      'Could you send invoice {n} again, made out to our company instead of to me?',
      'We paid invoice {n} on the 3rd and got a reminder today. Has the payment not reached you?',
    ],
    answers: [
      'You are right, the hours of another job slipped in. A corrected invoice is on its way to you, please disregard the first.',
      'Of course. The new one is made out to the company and has the same due date.',
      'Your payment came in without the reference and was waiting for somebody to find it. It is booked now; please disregard the reminder.',
    ],
    followUps: [
      'Thank you. Is the discount from the offer still in it?',
      'Could you add our order reference as well? Our accountant asks for it.',
      'Good. Will the fee of the reminder be taken back too?',
    ],
    closings: [
      'Yes, the ten per cent are on the last line.',
      'The reference is on it now. Have a good week!',
      'Yes, the fee is cancelled.',
    ],
  },
  {
    language: 'en',
    subjects: ['Heat pump shows error E{n}', 'Strange noise from the outdoor unit', 'It does not get warm'],
    questions: [
      'Since last night the display shows a red light and the number {n}. We have switched it off and on again, without luck.',
      'The outdoor unit hums so loudly that the neighbours have mentioned it. It began after the frost.',
      'It is 8 degrees outside and the living room does not get above 18. The filter is clean.',
    ],
    answers: [
      'That number means that a sensor does not answer. A fitter can be with you on Wednesday between 10 and 12; would that suit you?',
      'That is often ice on the fan. Please run the defrost programme once: hold the lower button for five seconds.',
      'Could you send us a picture of the plate on the side of the indoor unit? Then we know which parts to bring.',
    ],
    followUps: [
      'Wednesday is fine. Somebody will be at home.',
      'We ran it twice and it is better, but not gone.',
      'Here is what it says: model SV-{n}, bought in 2023.',
    ],
    closings: [
      'You are on the list for Wednesday. The fitter calls before he drives.',
      'Then let us have a look at the bearing. We come by this week at no cost to you.',
      'Thank you, that helps. We bring the valve with us.',
    ],
  },
  {
    language: 'en',
    subjects: ['Offer for a new heat pump', 'Price for installation', 'Quote wanted, house of 140 m²'],
    questions: [
      'We have a house of 140 m² from 1974 with electric heaters. What would an air-to-water pump cost, installed?',
      'A friend recommended you. Could you come and look at what would suit our cabin?',
      'What does the yearly service cost if we take it together with the installation?',
    ],
    answers: [
      'For a house of that size it lies between 95,000 and 130,000, depending on the pipes. May we come and measure next week?',
      'Gladly. Our Ingrid is in your area on Tuesday and Friday. Which day is better?',
      'Together with the installation the service is 1,490 a year, filter included.',
    ],
    followUps: [
      'Next week is good, preferably after four.',
      'Friday, please. The key is at the shop.',
      'Does that include the outdoor unit?',
    ],
    closings: [
      'Then we say Tuesday at half past four. You get the offer in writing two days later.',
      'Noted. It takes about half an hour.',
      'Yes, both units, and we remind you when it is due.',
    ],
  },
  {
    language: 'en',
    subjects: ['Return of order {n}', 'Wrong part in order {n}', 'Changing our appointment'],
    questions: [
      'The remote control in order {n} is for another model. How do I send it back?',
      'We ordered two filters too many. Can we return them unopened?',
      'Something came up at work. Can we move the service appointment to the week after?',
    ],
    answers: [
      'Sorry about that! A label for the return is in your mailbox, and the right one leaves today.',
      'Yes, within 30 days. The amount is back on your account two days after we have them.',
      'No problem. We have Tuesday at nine or Thursday at one.',
    ],
    followUps: [
      'The label does not open on my phone, could you send it once more?',
      'They are on their way. Thank you for the help!',
      'Thursday at one, please.',
    ],
    closings: [
      'Here it is again, as a picture this time.',
      'Thank you, we keep an eye out for them.',
      'Done. See you on Thursday!',
    ],
  },
  {
    language: 'nb',
    subjects: ['Hvor blir det av ordre {n}?', 'Levering av ordre {n}', 'Pakken {n} har ikke kommet'],
    questions: [
      'Jeg bestilte en varmepumpe for to uker siden, ordre {n}, og har ikke hørt noe siden bekreftelsen. Når kan vi vente den?',
      'Sporingen av ordre {n} har sagt «på vei» siden mandag. Kan dere finne ut hvor pakken er?',
      'Ordre {n} skulle komme i går mellom 8 og 12. Jeg var hjemme hele dagen, og ingen kom.',
    ],
    answers: [
      'Takk for at du spør. Ordre {n} gikk fra lageret i dag tidlig og er hos dere på torsdag; sjåføren ringer en time før.',
      'Det beklager vi. Den lå i feil bil. Nå er den på vei tilbake til terminalen og blir levert i morgen.',
      'Én del av ordre {n} var tom på lager. Den kom i dag, og vi sender alt samlet i ettermiddag.',
    ],
    followUps: [
      'Torsdag passer litt dårlig. Kan den settes hos naboen i nummer 12?',
      'Takk for raskt svar. Må jeg signere, eller kan den stå i carporten?',
      'Den har fortsatt ikke kommet. Kan dere spørre en gang til?',
    ],
    closings: [
      'Det er ordnet. Skriv til oss her hvis noe mangler når den kommer.',
      'Du trenger ikke å signere, sjåføren tar et bilde av hvor den står.',
      'Jeg har spurt transportøren igjen, og de lover den i morgen før klokken tolv.',
    ],
  },
  {
    language: 'nb',
    subjects: ['Faktura {n}', 'Spørsmål om faktura {n}', 'Feil beløp på faktura {n}'],
    questions: [
      'På faktura {n} står det 14 timer, men dere var her to ettermiddager. Kan dere se på det?',
      'Kan dere sende faktura {n} på nytt, til firmaet i stedet for til meg?',
      'Vi betalte faktura {n} den 3. og fikk purring i dag. Har dere ikke fått betalingen?',
    ],
    answers: [
      'Det stemmer, timene fra en annen jobb hadde sneket seg inn. En rettet faktura er på vei, se bort fra den første.',
      'Selvfølgelig. Den nye er stilet til firmaet og har samme forfall.',
      'Betalingen kom uten KID og ventet på at noen skulle finne den. Nå er den ført; se bort fra purringen.',
    ],
    followUps: [
      'Takk. Er rabatten fra tilbudet fortsatt med?',
      'Kan dere legge til bestillingsnummeret vårt også? Regnskapet spør etter det.',
      'Fint. Blir purregebyret også trukket tilbake?',
    ],
    closings: [
      'Ja, de ti prosentene står på siste linje.',
      'Nummeret er på nå. Ha en fin uke!',
      'Ja, gebyret er slettet.',
    ],
  },
  {
    language: 'nb',
    subjects: ['Varmepumpen viser feil E{n}', 'Rar lyd fra utedelen', 'Det blir ikke varmt'],
    questions: [
      'Siden i går kveld lyser det rødt, og det står {n} i displayet. Vi har slått den av og på igjen, uten hell.',
      'Utedelen brummer så høyt at naboene har nevnt det. Det begynte etter frosten.',
      'Det er 8 grader ute, og stuen kommer ikke over 18. Filteret er rent.',
    ],
    answers: [
      'Det tallet betyr at en føler ikke svarer. En montør kan komme onsdag mellom 10 og 12; passer det?',
      'Det er ofte is på viften. Kjør avisingen én gang: hold inne den nederste knappen i fem sekunder.',
      'Kan du sende et bilde av skiltet på siden av innedelen? Da vet vi hvilke deler vi må ha med.',
    ],
    followUps: [
      'Onsdag er fint. Det er noen hjemme.',
      'Vi kjørte den to ganger, og det er bedre, men ikke borte.',
      'Her er det som står: modell SV-{n}, kjøpt i 2023.',
    ],
    closings: [
      'Da står du på listen for onsdag. Montøren ringer før han kjører.',
      'Da ser vi på lageret i viften. Vi kommer innom denne uken, uten kostnad for deg.',
      'Takk, det hjelper. Vi tar med ventilen.',
    ],
  },
  {
    language: 'nb',
    subjects: ['Tilbud på ny varmepumpe', 'Pris på installasjon', 'Ønsker tilbud, hus på 140 m²'],
    questions: [
      'Vi har et hus på 140 m² fra 1974 med panelovner. Hva vil en luft-til-vann-pumpe koste, ferdig montert?',
      'En venn anbefalte dere. Kan dere komme og se hva som passer på hytta?',
      'Hva koster årlig service hvis vi tar den sammen med monteringen?',
    ],
    answers: [
      'For et hus av den størrelsen ligger det mellom 95 000 og 130 000, avhengig av rørene. Kan vi komme og måle neste uke?',
      'Gjerne. Ingrid er i området tirsdag og fredag. Hvilken dag passer best?',
      'Sammen med monteringen koster servicen 1 490 i året, med filter.',
    ],
    followUps: [
      'Neste uke er fint, helst etter klokken fire.',
      'Fredag, takk. Nøkkelen ligger på butikken.',
      'Er utedelen med i det?',
    ],
    closings: [
      'Da sier vi tirsdag halv fem. Tilbudet får du skriftlig to dager etter.',
      'Notert. Det tar omtrent en halvtime.',
      'Ja, begge delene, og vi minner dere på når det er tid.',
    ],
  },
  {
    language: 'nb',
    subjects: ['Retur av ordre {n}', 'Feil del i ordre {n}', 'Flytte timen vår'],
    questions: [
      'Fjernkontrollen i ordre {n} er til en annen modell. Hvordan sender jeg den tilbake?',
      'Vi bestilte to filtre for mye. Kan vi returnere dem uåpnet?',
      'Det kom noe i veien på jobben. Kan vi flytte servicen til uken etter?',
    ],
    answers: [
      'Det beklager vi! En returlapp ligger i innboksen din, og den riktige sendes i dag.',
      'Ja, innen 30 dager. Beløpet er tilbake på kontoen to dager etter at vi har dem.',
      'Det går fint. Vi har tirsdag klokken ni eller torsdag klokken ett.',
    ],
    followUps: [
      'Lappen åpner seg ikke på mobilen, kan dere sende den en gang til?',
      'De er på vei. Takk for hjelpen!',
      'Torsdag klokken ett, takk.',
    ],
    closings: ['Her er den igjen, som bilde denne gangen.', 'Takk, vi følger med på dem.', 'Ordnet. Vi ses torsdag!'],
  },
]
