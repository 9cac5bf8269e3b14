users = {
  mia = { full_name = "Mia Marsh", email = "mia@example.com" }
}

projects = {
  team = {
    scan_on_push = true
    storage_gib  = 10
    members      = { mia = "maintainer" }
    groups       = { developers = "developer" }

    webhooks = {
      ci = {
        address     = "https://ci.example.com/hook"
        event_types = ["PUSH_ARTIFACT", "DELETE_ARTIFACT"]
      }
      # A webhook of the provider has one target, so each further target is a webhook of its own.
      chat = {
        type        = "slack"
        address     = "https://hooks.slack.com/services/T000/B000/example"
        event_types = ["SCANNING_COMPLETED", "SCANNING_FAILED", "QUOTA_EXCEED"]
      }
    }

    robots = {
      builder = { days = 90, permissions = { notification-policy = ["list", "read"] } }
    }
  }
}

system_robots = {
  auditor = { projects = { "*" = { notification-policy = ["list"], member = ["list"] } } }
}
