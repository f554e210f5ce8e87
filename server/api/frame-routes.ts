import type { ApiApp } from './app.ts'
import { attachedMailFrameRoutes } from './frame/attached-mail-routes.ts'
import { framePageRoutes } from './frame/page-routes.ts'
import { framePictureRoutes } from './frame/picture-routes.ts'
import type { ApiParts } from './parts.ts'

/**
 * A mail's HTML, in a page of its own for a sandboxed frame (law 7). Opened by a signed link, because a frame with an
 * opaque origin sends no cookie; its pictures come by the same link. Nothing remote is loaded: no address of the mail
 * stands in a `src`, and the policy permits none.
 */
export function frameRoutes(app: ApiApp, parts: ApiParts): void {
  framePageRoutes(app, parts)
  framePictureRoutes(app, parts)
  attachedMailFrameRoutes(app, parts)
}
