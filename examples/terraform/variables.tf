variable "projects" {
  description = "Projects by name, each with its members, webhooks and robots."
  type = map(object({
    public       = optional(bool, false)
    scan_on_push = optional(bool, false)
    scanner      = optional(string)     # the name of a scanner that Bellbuoy knows
    storage_gib  = optional(number, -1) # -1: no limit
    allowed_cves = optional(list(string), [])
    members      = optional(map(string), {}) # role by name of the user
    groups       = optional(map(string), {}) # role by name of the group; of LDAP by its DN
    webhooks = optional(map(object({
      address          = string
      event_types      = list(string)
      type             = optional(string, "http")
      description      = optional(string, "")
      enabled          = optional(bool, true)
      skip_cert_verify = optional(bool, false)
    })), {})
    robots = optional(map(object({
      permissions = map(list(string)) # actions by resource
      description = optional(string, "")
      days        = optional(number, -1) # -1: for ever
      disabled    = optional(bool, false)
    })), {})
  }))
  default = {}

  validation {
    condition = alltrue(flatten([for project in var.projects : [
      for webhook in project.webhooks : can(regex("^https?://[^/?#@]+([/?#]|$)", webhook.address))
    ]]))
    error_message = "The address of a webhook begins with http:// or https:// and has no user or password in it: put those into webhook_auth_headers."
  }
}

variable "group_type" {
  description = "Where the groups come from: oidc or ldap, as people log in to Bellbuoy."
  type        = string
  default     = "oidc"

  validation {
    condition     = contains(["oidc", "ldap"], var.group_type)
    error_message = "group_type is oidc or ldap."
  }
}

variable "webhook_auth_headers" {
  description = "What webhooks send as Authorization, by PROJECT/WEBHOOK."
  type        = map(string)
  default     = {}
  sensitive   = true
}

variable "users" {
  description = "Users who log in with a password of Bellbuoy's, by name."
  type = map(object({
    full_name = string
    email     = string
    admin     = optional(bool, false)
  }))
  default = {}
}

variable "user_passwords" {
  description = "The password of each of the users, by name."
  type        = map(string)
  default     = {}
  sensitive   = true
}

variable "system_robots" {
  description = "Robots that are no project's, by name."
  type = map(object({
    projects    = map(map(list(string)))          # actions by resource, by project; * for all projects
    system      = optional(map(list(string)), {}) # actions by resource
    description = optional(string, "")
    days        = optional(number, -1)
    disabled    = optional(bool, false)
  }))
  default = {}
}

variable "notification_enable" {
  description = "The global switch: whether events become webhooks."
  type        = bool
  default     = true
}

variable "session_timeout_minutes" {
  description = "What BELLBUOY_SESSION_IDLE_MS says, in minutes. Bellbuoy refuses another value."
  type        = number
  default     = 30
}
