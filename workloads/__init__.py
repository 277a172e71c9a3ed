"""What runs an app's image: services and scheduled tasks on Fargate. Pure: no pulumi, no boto3, no clock."""
