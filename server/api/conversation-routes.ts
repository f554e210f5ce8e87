import type { ApiApp } from './app.ts'
import { actorRoutes } from './conversations/actor-routes.ts'
import { channelRoutes } from './conversations/channel-routes.ts'
import { inboxRoutes } from './conversations/inbox-routes.ts'
import { messageRoutes } from './conversations/message-routes.ts'
import { assigneeRoutes, threadRoutes } from './conversations/thread-routes.ts'
import type { ApiParts } from './parts.ts'

/** HubSpot's conversations API, version 3 (`/conversations/v3/conversations`): its paths, words, statuses and shapes. */
export function conversationRoutes(app: ApiApp, parts: ApiParts): void {
  inboxRoutes(app)
  channelRoutes(app, parts)
  threadRoutes(app, parts)
  assigneeRoutes(app, parts)
  messageRoutes(app, parts)
  actorRoutes(app, parts)
}
