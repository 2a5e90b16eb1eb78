"""Words from which the generated directory makes its names, people and sentences."""

from __future__ import annotations

REAL_GRIDS = {
    136: "queue tasks worker jobs",
    427: "postgres tasks queue",
    303: "queue tasks worker",
    222: "cron periodic scheduler",
    62: "calendar events scheduler",
    114: "groups accounts roles",
    243: "organizations teams accounts",
}
"""Topics of the members of the recorded grids, by the grid's id."""

GRIDS = """
Autocomplete|autocomplete
Rules Engines|rules
Admin Dashboards|admin dashboard
Component Frameworks|components
Wikis|wiki
Multi-tenancy|tenants
LDAP|ldap
Nested Routers|routers
Message Queues|queue rabbitmq
Shell Tools|shell
Comments|comments
Voting|voting
API Documentation|openapi docs
Real-time|websocket channels
Charts|charts
Tailwind CSS|tailwind
Faceted Search|facets search
Cookie Consent|cookies
Project Management|issues
Fake Data|fixtures
Object Permissions|permissions
Video|video
History and Versioning|history revisions
Multi-site|sites
Template Engines|templates
Maps|maps
A/B Testing|experiments
Data Science|dataframe
CMS|cms pages
Breadcrumbs|breadcrumbs
Chat|chat
HTMX|htmx
PDF Generation|pdf
Single Sign On|sso saml
Test Runners|testing
API Throttling|throttling
Event Sourcing|events
Security|security headers
Push Notifications|push notifications
Healthcare|health
Games|games
Surveys|surveys
SMS|sms
CRM|crm
Mailing Lists|newsletter mail
Internationalization|i18n
Storage Backends|storage
Serializers|serializers
Coupons|coupons
Date Pickers|dates
Authentication|auth
GDPR and Privacy|privacy
Job Boards|jobs
Invitations|invitations
Workflow Engines|workflow
Model Fields|fields
Audio|audio
Spreadsheets|spreadsheet
Profiling|profiler
SEO|seo
Blog Engines|blog
Subscriptions|subscriptions
Environment Variables|settings
Audit Logs|audit
Analytics|analytics
Signals|signals
State Machines|states
Template Tags|tags templates
Spam Protection|spam
Content Security Policy|headers
React|react
OAuth Servers|oauth
Passkeys and WebAuthn|passkeys
Redis|redis
Sitemaps|sitemap
Phone Numbers|phone
E-commerce|shop cart
URL Shorteners|links
GIS|geo maps
Pagination|pagination
Timezones|timezones
Countries|countries
Music|music
Quizzes|quiz
Migrations Tools|migrations
Rich Text Editors|editor
Registration|registration
Geocoding|geo
Type Checking|types
REST API Frameworks|rest
Docker|docker
Forums|forum
Cookiecutters|starter
Webhooks|webhooks
Model Translation|translation
Two-Factor Authentication|otp
Notifications|notifications
Addresses|addresses
Invoicing|invoices
Bookmarks|bookmarks
Error Monitoring|monitoring
Trees|tree
Redirects|redirects
Galleries|gallery
Menus|menu
Markdown|markdown
Debugging Tools|debug
Static Site Generators|static
Icons|icons
Caching|cache
Booking|booking
Deployment|deploy
Logging|logging
Soft Delete|softdelete
Backups|backup
Tables|tables
Captcha|captcha
Tagging|tags
Export|export
Shipping|shipping
Vector Search|vectors
Feeds|feeds
Polls|polls
Rate Limiting|throttling
Form Wizards|forms wizard
Management Commands|commands
Learning Management|courses
Activity Streams|activity
File Uploads|uploads
Accessibility|accessibility
Currencies|currency
Async|async
Banking|payments
Thumbnails|thumbnails
Profiles|profiles
Ordering|ordering
Email Templates|mail
Helpdesk|tickets
Full Text Search|search
Select Widgets|widgets
Podcasts|podcast
Image Processing|images
Feature Flags|flags
GraphQL|graphql
Avatars|avatars
CSV Import|csv
Middleware|middleware
Database Backends|database postgres
"""

COINED = """
alder amber aspen badger basalt beacon bramble brindle calico cedar cinder clover cobalt comet
condor copper coral cricket dapple delta dingo drift ember falcon fennel fern ferret finch flint
foxglove gannet garnet gecko ginger granite grouse harbor hazel heron hickory holly ibis indigo
ivory jackal jasper juniper kestrel kiwi lagoon lantern lapis larch lark lemur lichen linden linnet
lotus lupin lynx magpie mango maple marble marlin marmot meadow merlin mica mistral mongoose moss
myrtle nectar nettle newt nimbus nutmeg oakum ocelot olive onyx opal orchid osprey otter oxbow
pebble pelican pepper petrel pewter pika plover poplar puffin quail quartz quince quokka raven reed
robin rowan russet saffron sage salal sandpiper sepia shrike siskin slate sorrel sparrow spruce
starling sumac swallow tamarin teal tern thistle thrush topaz tundra umber vervain violet vole
walnut warbler willow wren yarrow yew zephyr zinnia
"""

FAMILIES = ("django", "django", "django", "django", "drf", "wagtail", "dj", "djangocms", "")

GIVEN = """
ada aino alba amir anouk arjun astrid aude bela benno bo cai carla chidi dario dora edda elif emil
enzo esra farid femi finn freya gita goran hana hugo ines ingrid ira ivo jana jules kaia karim kei
lars leila lin luca mads mai marek mina nadia nils noor olu omar otto pia priya quim rafa rhea rosa
sami sanne sven tala tariq tove uma vera viggo wen xenia yara yusuf zoe
"""

FAMILY = """
abara almasi andrade arslan bakker balogh berg bianchi castro chen costa dahl dalgaard diallo
dubois eriksen farkas ferro fischer garcia haddad halme haraldsen ito jansen kaya keller kimura
kowal kruger lam larsen leroy lindqvist lopez madsen marino mbeki meyer moreau mwangi nair novak
nunez nyman oduya okafor olsen osei park petrov popa quist rao rossi sato silva singh solberg sorel
steen suzuki takeda tanaka toth vargas vidal virtanen weber wolff yilmaz zeman
"""

BOTS = ("dependabot[bot]", "pre-commit-ci[bot]", "renovate[bot]", "github-actions[bot]", "pyup-bot")

DESCRIPTIONS = (
    "A reusable app that adds {topic} to existing Django projects",
    "{Topic} for Django.",
    "{Topic} for Django, with sane defaults and escape hatches where you need them.",
    "A small, well tested library for working with {topic} in Django.",
    "Drop-in {topic} for the Django admin",
    "Type-safe {topic} for Django REST framework.",
    "Template tags and model fields for {topic}.",
    "Manage {topic} from the Django admin, with an audit trail and bulk actions.",
    "An asynchronous backend for {topic}. Works with PostgreSQL, MySQL and SQLite.",
    "Keeps {topic} in sync with a third-party service",
    "{Topic} made simple: no external dependencies, fully documented.",
    "A management command and a few views to handle {topic}",
    ":rocket: Fast {topic} for Django",
    ":zap: {Topic} without boilerplate :snake:",
)

STRANGE_TITLES = (
    "[red]Bracket[/red] Title [x]",
    "Título Único: çà & là — 日本語 🐍",
    " Padded Title ",
    "[@click=app.quit]Click me[/]",
    "Right\u202eto left",
    "Bell\x07 and \x1b[31mred\x1b[0m",
)

STRANGE_DESCRIPTIONS = (
    "First line\r\nsecond line\n\tindented third line",
    "Closes a tag that was never opened [/b] and [link=https://example.org]opens one",
    "\x1b]0;title\x07Clears the screen \x1b[2J and hides \u200b\u2060nothing",
    "Very long: " + "a description that goes on and on, " * 25,
    "日本語の説明と 👩‍👩‍👧 family and flags 🇳🇱",
    "<script>alert('no')</script> &amp; other markup",
)
