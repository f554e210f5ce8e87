import { Type } from 'typebox'
import { Address, Instant, Nullable, OneOf } from './common.ts'

const part = Type.Optional(
  Type.String({
    pattern: '^[0-9]{1,4}(\\.[0-9]{1,4}){0,2}$',
    description:
      'a file within an attached mail, by its place from 0; further levels after a dot. Absent: the file itself',
  }),
)

export const FilePartQuery = Type.Object({ part }, { additionalProperties: false })

const page = Type.Optional(Type.String({ pattern: '^[1-9][0-9]{0,4}$', description: 'of a PDF, from 1' }))

export const PreviewQuery = Type.Object({ part, page }, { additionalProperties: false })

export const PictureQuery = Type.Object(
  { part, page, size: Type.Optional(OneOf('thumb', 'page')) },
  { additionalProperties: false },
)

/** What can be shown of a file without opening it. */
export const FilePreview = Type.Object(
  {
    kind: OneOf('picture', 'pdf', 'text'),
    pictureUrl: Nullable(Type.String({ description: 'the picture, or the page, drawn anew' })),
    width: Type.Integer({ description: 'of the drawn picture, in pixels; 0 for text' }),
    height: Type.Integer(),
    pageCount: Type.Integer({ description: 'of a PDF; else 1' }),
    text: Type.String({ description: 'of a text file; of a PDF the words of the page' }),
    isCut: Type.Boolean({ description: 'there is more text than is given' }),
  },
  { title: 'FilePreview' },
)

/** A mail that came attached to another, as its own conversation would show it. */
export const AttachedMail = Type.Object(
  {
    from: Nullable(Address),
    to: Type.Array(Address),
    cc: Type.Array(Address),
    date: Nullable(Instant),
    subject: Type.String(),
    text: Type.String(),
    frameUrl: Nullable(Type.String({ description: 'its HTML in a page of its own; valid for an hour' })),
    attachments: Type.Array(
      Type.Object({
        part: Type.String(),
        name: Type.String(),
        mediaType: Type.String(),
        size: Type.Integer({ description: 'bytes' }),
        isInline: Type.Boolean(),
        url: Type.String(),
      }),
    ),
  },
  { title: 'AttachedMail' },
)
