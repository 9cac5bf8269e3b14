locals {
  # One entry for each thing of a project, by PROJECT/NAME.
  webhooks = merge([for project, has in var.projects : {
    for name, webhook in has.webhooks : "${project}/${name}" => merge(webhook, { project = project, name = name })
  }]...)
  members = merge([for project, has in var.projects : {
    for user, role in has.members : "${project}/${user}" => { project = project, user = user, role = role }
  }]...)
  groups = merge([for project, has in var.projects : {
    for group, role in has.groups : "${project}/${group}" => { project = project, group = group, role = role }
  }]...)
  robots = merge([for project, has in var.projects : {
    for name, robot in has.robots : "${project}/${name}" => merge(robot, { project = project, name = name })
  }]...)
}

resource "harbor_config_system" "system" {
  notification_enable = var.notification_enable
  session_timeout     = var.session_timeout_minutes
}

resource "harbor_user" "user" {
  for_each = var.users

  username  = each.key
  full_name = each.value.full_name
  email     = each.value.email
  admin     = each.value.admin
  password  = var.user_passwords[each.key]
}

check "admins" {
  assert {
    condition     = alltrue([for name, user in harbor_user.user : user.admin == var.users[name].admin])
    error_message = "The provider makes a new user a system admin only when it changes the user: apply once more."
  }
}

resource "harbor_project" "project" {
  for_each = var.projects

  name                   = each.key
  public                 = each.value.public
  vulnerability_scanning = each.value.scan_on_push
  vulnerability_scanner  = each.value.scanner
  storage_quota          = each.value.storage_gib
  cve_allowlist          = each.value.allowed_cves
}

resource "harbor_project_member_user" "member" {
  for_each = local.members

  project_id = harbor_project.project[each.value.project].id
  # A user of another list (of the OpenID provider, of an LDAP directory) has to have logged in once.
  user_name = try(harbor_user.user[each.value.user].username, each.value.user)
  role      = each.value.role
}

resource "harbor_project_member_group" "member" {
  for_each = local.groups

  project_id = harbor_project.project[each.value.project].id
  group_name = each.value.group
  type       = var.group_type
  role       = each.value.role
}

resource "harbor_project_webhook" "webhook" {
  for_each = local.webhooks

  project_id       = harbor_project.project[each.value.project].id
  name             = each.value.name
  description      = each.value.description
  enabled          = each.value.enabled
  events_types     = each.value.event_types
  notify_type      = each.value.type
  address          = each.value.address
  auth_header      = lookup(var.webhook_auth_headers, each.key, "")
  skip_cert_verify = each.value.skip_cert_verify

  lifecycle {
    postcondition {
      condition     = self.auth_header == lookup(var.webhook_auth_headers, each.key, "")
      error_message = "Bellbuoy does not show auth_header, so every plan would change it. Start Bellbuoy with BELLBUOY_AUTH_HEADER_READABLE=true."
    }
  }
}

resource "harbor_robot_account" "robot" {
  for_each = local.robots

  name        = each.value.name
  level       = "project"
  description = each.value.description
  duration    = each.value.days
  disable     = each.value.disabled

  permissions {
    kind      = "project"
    namespace = harbor_project.project[each.value.project].name

    dynamic "access" {
      for_each = toset(flatten([
        for resource, actions in each.value.permissions : [for action in actions : "${resource}:${action}"]
      ]))
      content {
        resource = split(":", access.value)[0]
        action   = split(":", access.value)[1]
      }
    }
  }
}

resource "harbor_robot_account" "system_robot" {
  for_each = var.system_robots

  name        = each.key
  level       = "system"
  description = each.value.description
  duration    = each.value.days
  disable     = each.value.disabled

  dynamic "permissions" {
    for_each = merge(each.value.projects, length(each.value.system) > 0 ? { "/" = each.value.system } : {})
    content {
      kind      = permissions.key == "/" ? "system" : "project"
      namespace = try(harbor_project.project[permissions.key].name, permissions.key)

      dynamic "access" {
        for_each = toset(flatten([
          for resource, actions in permissions.value : [for action in actions : "${resource}:${action}"]
        ]))
        content {
          resource = split(":", access.value)[0]
          action   = split(":", access.value)[1]
        }
      }
    }
  }
}
