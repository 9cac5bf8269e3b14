output "project_ids" {
  description = "The number of each project, by its name."
  value       = { for name, project in harbor_project.project : name => project.project_id }
}

output "webhook_ids" {
  description = "Where each webhook is in the API, by PROJECT/WEBHOOK."
  value       = { for key, webhook in harbor_project_webhook.webhook : key => webhook.id }
}

output "robot_secrets" {
  description = "The secret of each robot, by the name that it logs in with."
  value = {
    for robot in concat(values(harbor_robot_account.robot), values(harbor_robot_account.system_robot)) :
    robot.full_name => robot.secret
  }
  sensitive = true
}
