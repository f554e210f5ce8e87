import { Type } from 'typebox'
import { Problem } from '../../../shared/problems.ts'
import type { Links } from '../../conversation/links.ts'

export const FrameParams = Type.Object({ token: Type.String({ maxLength: 200 }) })

export type FrameClaim = { accountId: string; messageId: string }

/** The mail that the signed link of a frame names. @throws {Problem} `notFound` where it is forged or too old */
export function requireFrameClaim(links: Links, token: string): FrameClaim {
  const claim = links.readFrameToken(token)
  if (!claim) throw new Problem('notFound')
  return claim
}
