terraform {
  required_version = ">= 1.5"

  required_providers {
    harbor = {
      source  = "goharbor/harbor"
      version = "~> 3.12"
    }
  }
}

# Address and log-in come from HARBOR_URL, and HARBOR_BEARER_TOKEN or HARBOR_USERNAME and HARBOR_PASSWORD.
provider "harbor" {
  # The provider's default is true: it would accept any certificate.
  insecure = false
}
