export type ExampleMail = { name: string; address: string; subject: string; text: string }

/** A small company's morning, so that an empty inbox can be tried. Everybody in it is made up. */
export const exampleMails: Record<'en' | 'nb', readonly ExampleMail[]> = {
  en: [
    {
      name: 'Ole K. Rud',
      address: 'ole@rud.example',
      subject: 'Error log from unit 4471',
      text: 'Hi,\n\nthe unit wrote the same line to its log eleven times last night. Is that something to worry about?\n\nOle',
    },
    {
      name: 'Sunniva Moe',
      address: 'sunniva.moe@fjordpost.example',
      subject: 'The app does not find the unit',
      text: 'Good morning,\n\nI have a new phone, and now the app says that there is no unit at home. It is there, I am looking at it.\n\nBest regards\nSunniva',
    },
    {
      name: 'Lars Petter Vik',
      address: 'lp@vikbygg.example',
      subject: 'Invoice 20418 charged twice',
      text: 'Hello,\n\ninvoice 20418 was taken from our account on the 3rd and again on the 5th. Could you look into it?\n\nLars Petter Vik\nVik Bygg',
    },
    {
      name: 'Hanne Bakke',
      address: 'hanne@solsiden.example',
      subject: 'Offer for 12 outdoor units, Solsiden',
      text: 'Hi,\n\nthe board meets on Thursday. Could you send us an offer for twelve outdoor units before that?\n\nHanne Bakke\nSolsiden housing co-op',
    },
    {
      name: 'Ingrid Haugen',
      address: 'ingrid@nordmark.example',
      subject: 'E7 on the display after the power cut',
      text: 'Hi! The power went out last night, and now the display says E7 and the house is cold. I did the reset twice.\n\nIngrid',
    },
  ],
  nb: [
    {
      name: 'Ole K. Rud',
      address: 'ole@rud.example',
      subject: 'Feillogg fra enhet 4471',
      text: 'Hei,\n\nenheten skrev den samme linjen i loggen elleve ganger i natt. Er det noe å bry seg om?\n\nOle',
    },
    {
      name: 'Sunniva Moe',
      address: 'sunniva.moe@fjordpost.example',
      subject: 'Appen finner ikke enheten',
      text: 'God morgen,\n\njeg har fått ny telefon, og nå sier appen at det ikke er noen enhet hjemme. Den er der, jeg ser på den.\n\nHilsen\nSunniva',
    },
    {
      name: 'Lars Petter Vik',
      address: 'lp@vikbygg.example',
      subject: 'Faktura 20418 er trukket to ganger',
      text: 'Hei,\n\nfaktura 20418 ble trukket fra kontoen vår den 3. og igjen den 5. Kan dere se på det?\n\nLars Petter Vik\nVik Bygg',
    },
    {
      name: 'Hanne Bakke',
      address: 'hanne@solsiden.example',
      subject: 'Tilbud på 12 utedeler, Solsiden',
      text: 'Hei,\n\nstyret møtes på torsdag. Kan dere sende oss et tilbud på tolv utedeler før det?\n\nHanne Bakke\nSolsiden borettslag',
    },
    {
      name: 'Ingrid Haugen',
      address: 'ingrid@nordmark.example',
      subject: 'E7 i displayet etter strømbruddet',
      text: 'Hei! Strømmen gikk i natt, og nå står det E7 i displayet og huset er kaldt. Jeg har nullstilt to ganger.\n\nIngrid',
    },
  ],
}
